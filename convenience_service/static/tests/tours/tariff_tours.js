import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    choose,
    edit,
    enterToday,
    noButtons,
    openApp,
    openMenu,
    openPage,
    openRow,
    press,
    screenIs,
    select,
    stateIs,
} from "./tour_steps";

const LINE = ".o_field_widget[name=line_ids] .o_selected_row";

// P2 4.1.2 to 4.1.5: the director dates, explains and submits a new price of one item.
addTour("convenience_director_amends", () => [
    ...openApp(),
    ...openMenu("menu_convenience_prices", "menu_convenience_tariff"),
    screenIs("Tariffs"),
    openRow("2026"),
    stateIs("approved"),
    press("action_amend"),
    {
        content: "the new tariff is an amendment",
        trigger: ".o_field_widget[name=kind] input[data-value=amendment]:checked",
    },
    {
        content: "add a line",
        trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
        run: "click",
    },
    ...choose("product_id", "Bulb", "Bulb Change", LINE),
    ...select("operation", "Reprice", LINE),
    edit("price", "12", LINE),
    ...choose("department_id", "Engin", "Engineering", LINE),
    edit("expected_cost", "11", LINE),
    openPage("meeting"),
    ...enterToday("meeting_date"),
    ...choose("meeting_partner_ids", "director"),
    edit("necessity", "Bulbs cost more."),
    edit("feasibility", "The electrician is there."),
    ...stepUtils.saveForm(),
    press("action_review"),
    stateIs("reviewed"),
    press("action_submit"),
    stateIs("submitted"),
    noButtons("action_approve", "action_reject"),
]);

// P2 4.1.6
addTour("convenience_general_manager_approves", () => [
    ...openApp(),
    screenIs("Tariffs to Approve"),
    openRow("amended"),
    stateIs("submitted"),
    {
        content: "the price to decide on stands there",
        trigger:
            ".o_field_widget[name=line_ids] .o_data_row:contains('Bulb Change')" +
            " td[name=price]:contains('12.00')",
    },
    press("action_approve"),
    stateIs("approved"),
    noButtons("action_approve", "action_submit"),
]);
