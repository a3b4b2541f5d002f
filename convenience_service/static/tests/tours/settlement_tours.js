import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    edit,
    enterToday,
    noButtons,
    openApp,
    openMenu,
    openRow,
    press,
    screenIs,
    stateIs,
} from "./tour_steps";

// P5 4.3.1: compile and sign
addTour("convenience_service_manager_settles", () => [
    ...openApp(),
    ...openMenu("menu_convenience_billing", "menu_convenience_settlement"),
    screenIs("Settlements"),
    {
        content: "a new settlement",
        trigger: ".o_list_button_add",
        run: "click",
    },
    ...enterToday("date_to"),
    ...stepUtils.saveForm(),
    press("action_compile"),
    {
        content: "there is one statement",
        trigger: "button[name=action_open_statements] .o_stat_value:contains(/^1$/)",
    },
    {
        content: "its payer and its amount",
        trigger:
            ".o_field_widget[name=statement_ids] .o_data_row:contains('Owner One')" +
            " td[name=amount_total]:contains('24.00')",
    },
    press("action_review"),
    stateIs("reviewed"),
    noButtons("action_confirm", "action_compile"),
]);

// P5 4.3.1: accept
addTour("convenience_cashier_accepts", () => [
    ...openApp(),
    screenIs("Settlements to Accept"),
    openRow("JK Garden"),
    stateIs("reviewed"),
    noButtons("action_compile", "action_review"),
    press("action_confirm"),
    {
        content: "every payer is invoiced now: yes",
        trigger: ".modal .modal-footer .btn-primary",
        run: "click",
    },
    stateIs("confirmed"),
]);

// The invoice says what the statement says, and goes on saying it.
addTour("convenience_cashier_checks_invoice", () => [
    ...openApp(),
    ...openMenu("menu_convenience_unpaid"),
    screenIs("Unpaid Statements"),
    openRow("Owner One", "partner_id"),
    stateIs("invoiced"),
    {
        content: "open the invoice",
        trigger: ".o-form-buttonbox button[name=action_open_invoice]",
        run: "click",
    },
    stateIs("posted"),
    {
        content: "two visits of the new price",
        trigger: ".o_field_widget[name=tax_totals]:contains('24.00')",
    },
    press("button_draft"),
    stateIs("draft"),
    {
        content: "take the line to change it",
        trigger: ".o_field_widget[name=invoice_line_ids] .o_data_row td[name=price_unit]",
        run: "click",
    },
    edit("price_unit", "9", ".o_field_widget[name=invoice_line_ids] .o_selected_row"),
    {
        content: "try to save it",
        trigger: ".o_form_button_save:enabled",
        run: "click",
    },
    {
        content: "it is refused, with the statement's name and what to do instead",
        trigger:
            ".o_error_dialog:contains('is billed from statement')" +
            ":contains('Cancel or credit the invoice instead')",
    },
    {
        content: "understood",
        trigger: ".o_error_dialog .modal-footer button.btn-primary",
        run: "click",
    },
    {
        content: "give up the change",
        trigger: ".o_form_button_cancel",
        run: "click",
    },
    {
        content: "all is as it was",
        trigger: ".o_form_saved .o_field_widget[name=tax_totals]:contains('24.00')",
    },
    press("action_post"),
    stateIs("posted"),
]);
