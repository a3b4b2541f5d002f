import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    enterDay,
    openApp,
    openMenu,
    openRow,
    press,
    screenIs,
    stateIs,
} from "@convenience_service/../tests/tours/tour_steps";

const confirmed = {
    content: "yes",
    trigger: ".modal .modal-footer .btn-primary",
    run: "click",
};

function openRounds() {
    return [
        ...openApp(),
        ...openMenu("menu_convenience_desk"),
        {
            content: "open the rounds",
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='convenience_service_survey.menu_convenience_survey_round']",
            run: "click",
        },
        screenIs("Survey Rounds"),
    ];
}

// P2 4.1.2: out of the list in force, in one click, and out to the households.
addTour("convenience_survey_is_made", () => [
    ...openRounds(),
    {
        content: "a new round",
        trigger: ".o_list_button_add",
        run: "click",
    },
    ...enterDay("date_to", "12/31/2026"),
    ...stepUtils.saveForm(),
    {
        content: "fill the sheet from the list in force, with an impatient hand",
        trigger: ".o_statusbar_buttons button[name=action_propose_items]:enabled",
        run: "dblclick",
    },
    {
        content: "what is offered is on it, with its price",
        trigger: ".o_field_widget[name=item_ids] .o_data_row:contains('Drain Unblocking'):contains('80.00')",
    },
    press("action_open"),
    confirmed,
    stateIs("open"),
    {
        content: "nobody has answered yet",
        trigger: "button[name=action_open_invitations] .o_stat_value:contains(/^0$/)",
    },
]);

// P2 4.1.3: closed, counted and looked at.
addTour("convenience_survey_is_closed", () => [
    ...openRounds(),
    openRow("JK Garden"),
    stateIs("open"),
    press("action_close"),
    confirmed,
    stateIs("closed"),
    {
        content: "three sheets are counted",
        trigger: "button[name=action_open_results] .o_stat_value:contains(/^3$/)",
        run: "click",
    },
    {
        content: "what was wanted stands there",
        trigger: ".o_list_view, .o_pivot",
    },
    {
        content: "of each item",
        trigger: ".o_content:contains('Drain Unblocking')",
    },
]);
