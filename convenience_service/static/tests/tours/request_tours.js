import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    choose,
    edit,
    noButtons,
    openApp,
    openAppOnPhone,
    openMenu,
    openPage,
    openRow,
    press,
    screenIs,
    select,
    stateIs,
} from "./tour_steps";

const JOB = ".o_convenience_job";
const LINE = ".o_field_widget[name=line_ids] .o_selected_row";

function openFigure(label) {
    return {
        content: `open what the overview counts as ${label}`,
        trigger: `.o_convenience_overview .o_convenience_figure:contains("${label}"):contains("1")`,
        run: "click",
    };
}

// P2 4.2.4, 4.2.5
addTour("convenience_clerk_registers", () => [
    ...openApp(),
    ...openMenu("menu_convenience_request"),
    screenIs("Requests"),
    {
        content: "somebody calls",
        trigger: ".o_list_button_add",
        run: "click",
    },
    ...choose("unit_id", "101"),
    ...choose("customer_id", "Owner", "Owner One"),
    {
        content: "the number to call back is the customer's",
        trigger: ".o_field_widget[name=phone] input:value('120101')",
    },
    {
        content: "add a service",
        trigger: ".o_field_widget[name=line_ids] .o_field_x2many_list_row_add a",
        run: "click",
    },
    ...choose("product_id", "Bulb", "Bulb Change", LINE),
    {
        content: "the price is the approved one, and not for the clerk to enter",
        trigger: `${LINE} td[name=price_unit].o_readonly_modifier:contains("12.00")`,
    },
    edit("quantity", "2", LINE),
    edit("note", "In the kitchen, after six."),
    {
        content: "two of them cost twice as much",
        trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=amount]:contains('24.00')",
    },
    ...stepUtils.saveForm(),
    {
        content: "the request has its number",
        trigger: ".o_form_view .oe_title .o_field_widget[name=name] span:not(:empty)",
    },
    stateIs("new"),
    noButtons("action_assign", "action_review", "action_waive_billing"),
]);

// P2 4.2.6
addTour("convenience_supervisor_assigns", () => [
    ...openApp(),
    screenIs("Overview"),
    openFigure("To Assign"),
    openRow("Owner One", "customer_id"),
    stateIs("new"),
    ...choose("crew_ids", "Worker", "Worker W1"),
    press("action_assign"),
    stateIs("assigned"),
]);

function tap(name) {
    return {
        content: `tap ${name}`,
        trigger: `${JOB} button[name=${name}]:enabled`,
        run: "click",
    };
}

function stateOnPhoneIs(label) {
    return {
        content: `the state is ${label}`,
        trigger: `${JOB} .o_field_widget[name=state] button:visible:contains("${label}")`,
    };
}

// P2 4.2.7 to 4.3.1, on a phone
addTour("convenience_worker_works", () => [
    ...openAppOnPhone(),
    {
        content: "open the job",
        trigger: `${JOB} .o_kanban_record:contains("1-101"):contains("Bulb Change × 2")`,
        run: "click",
    },
    stateOnPhoneIs("Assigned"),
    tap("action_start"),
    stateOnPhoneIs("In Progress"),
    edit("work_note", "Two bulbs changed."),
    tap("action_done"),
    stateOnPhoneIs("Done"),
    edit("signed_name", "Owner One"),
    ...select("signed_relation", "Customer in Person"),
    {
        content: "hand the phone to the customer",
        trigger: ".o_field_widget[name=signature] .o_signature",
        run: "click",
    },
    {
        content: "sign by drawing",
        trigger: ".modal .o_web_sign_draw_button",
        run: "click",
    },
    {
        content: "the sheet to draw on is there",
        trigger: ".modal .o_web_sign_draw_button.active",
    },
    {
        content: "draw with a finger",
        trigger: ".modal canvas.o_web_sign_signature",
        run: "drag_and_drop .modal canvas.o_web_sign_signature",
    },
    {
        content: "a stroke is on it",
        trigger: ".modal canvas.o_web_sign_signature",
        run: "canvasNotEmpty",
    },
    {
        content: "adopt the signature",
        trigger: ".modal .modal-footer .btn-primary:enabled",
        run: "click",
    },
    {
        content: "it stands on the job",
        trigger: ".o_field_widget[name=signature] img.o_signature",
    },
    tap("action_sign"),
    stateOnPhoneIs("Signed"),
    noButtons("action_start", "action_done", "action_sign", "action_review"),
]);

// P5 4.3.1
addTour("convenience_supervisor_reviews", () => [
    ...openApp(),
    openFigure("To Review"),
    openRow("Owner One", "customer_id"),
    stateIs("signed"),
    openPage("work"),
    {
        content: "the customer's signature is there",
        trigger: ".o_field_widget[name=signature] img.o_signature",
    },
    press("action_review"),
    stateIs("reviewed"),
]);
