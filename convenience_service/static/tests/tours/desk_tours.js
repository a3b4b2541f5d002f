import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    choose,
    edit,
    openApp,
    openAppOnPhone,
    openMenu,
    screenIs,
    select,
    stateIs,
} from "./tour_steps";

const JOB = ".o_convenience_job";
const LINES = ".o_field_widget[name=line_ids]";
const DIALOG = ".modal";

/** On a phone the records to choose from fill the screen. */
function chooseOnPhone(field, label, scope = "") {
    return [
        {
            content: `open the choice of ${field}`,
            trigger: `${scope} .o_field_widget[name=${field}] input`,
            run: "click",
        },
        {
            content: `choose ${label}`,
            trigger: `.modal .o_kanban_record:contains("${label}")`,
            run: "click",
        },
    ];
}

/** The caller fills in who and where. */
function callerIsFound() {
    return [
        {
            content: "the room is filled in",
            trigger: ".o_field_widget[name=unit_id] input:value('1-101')",
        },
        {
            content: "and so is who calls",
            trigger: ".o_field_widget[name=customer_id] input:value('Owner One')",
        },
    ];
}

const numbered = {
    content: "the request has its number",
    trigger: ".o_form_view .oe_title .o_field_widget[name=name] span:not(:empty)",
};

// P2 4.2.5: the keyboard alone from the first field on
addTour("convenience_clerk_registers_a_call", () => [
    ...openApp(),
    ...openMenu("menu_convenience_request"),
    screenIs("Requests"),
    {
        content: "somebody calls",
        trigger: ".o_list_button_add",
        run: "click",
    },
    {
        content: "the caller is asked for first",
        trigger: ".o_field_widget[name=caller_id] input:focus",
    },
    ...choose("caller_id", "120101", "Owner One"),
    ...callerIsFound(),
    {
        content: "add a service",
        trigger: `${LINES} .o_field_x2many_list_row_add a`,
        run: "click",
    },
    ...choose("product_id", "Bulb", "Bulb Change", `${LINES} .o_selected_row`),
    ...stepUtils.saveForm(),
    numbered,
    stateIs("new"),
]);

addTour("convenience_clerk_registers_on_phone", () => [
    ...openAppOnPhone(),
    {
        content: "a new request from the overview",
        trigger: ".o_convenience_overview .o_kanban_record .btn-primary:contains('New Request')",
        run: "click",
    },
    ...chooseOnPhone("caller_id", "Owner One"),
    ...callerIsFound(),
    {
        content: "add a service",
        trigger: `${LINES} .o-kanban-button-new`,
        run: "click",
    },
    ...chooseOnPhone("product_id", "Bulb Change", DIALOG),
    edit("quantity", "2", DIALOG),
    {
        content: "the service is added",
        trigger: `${DIALOG} .o_form_button_save`,
        run: "click",
    },
    {
        content: "two of them cost twice as much",
        trigger: `${LINES} .o_kanban_record:contains("20.00")`,
    },
    ...stepUtils.saveForm(),
    numbered,
]);

addTour("convenience_supervisor_assigns_on_phone", () => [
    ...openAppOnPhone(),
    {
        content: "what is to be assigned",
        trigger: '.o_convenience_overview .o_convenience_figure:contains("To Assign")',
        run: "click",
    },
    {
        content: "open the request",
        trigger: '.o_kanban_record:contains("1-101")',
        run: "click",
    },
    ...chooseOnPhone("crew_ids", "Worker W1"),
    {
        content: "send the worker",
        trigger: ".o_statusbar_buttons button[name=action_assign]:enabled",
        run: "click",
    },
    {
        content: "it is assigned",
        trigger: ".o_form_statusbar button:contains('Assigned')",
    },
]);

/** Press a button of the job. */
function tap(name) {
    return {
        content: `press ${name}`,
        trigger: `${JOB} button[name=${name}]:enabled`,
        run: "click",
    };
}

// P2 4.2.6 to 4.3.1, on a large screen
addTour("convenience_worker_works_at_a_desk", () => [
    ...openApp(),
    {
        content: "open the job",
        trigger: `${JOB} .o_kanban_record:contains("1-101")`,
        run: "click",
    },
    tap("action_start"),
    edit("work_note", "One bulb changed."),
    tap("action_done"),
    edit("signed_name", "Owner One"),
    ...select("signed_relation", "Customer in Person"),
    {
        content: "the customer does not sign yet",
        trigger: `${JOB} button[name=action_refuse_signature]`,
        run: "click",
    },
    {
        content: "and says why",
        trigger: `${DIALOG} .o_field_widget[name=reason] textarea`,
        run: "edit It still flickers.",
    },
    {
        content: "back to work",
        trigger: `${DIALOG} button[name=action_apply]`,
        run: "click",
    },
    tap("action_done"),
    {
        content: "hand the pen to the customer",
        trigger: ".o_field_widget[name=signature] .o_signature",
        run: "click",
    },
    {
        content: "sign by drawing",
        trigger: `${DIALOG} .o_web_sign_draw_button`,
        run: "click",
    },
    {
        content: "the sheet to draw on is there",
        trigger: `${DIALOG} .o_web_sign_draw_button.active`,
    },
    {
        content: "draw",
        trigger: `${DIALOG} canvas.o_web_sign_signature`,
        run: `drag_and_drop ${DIALOG} canvas.o_web_sign_signature`,
    },
    {
        content: "a stroke is on it",
        trigger: `${DIALOG} canvas.o_web_sign_signature`,
        run: "canvasNotEmpty",
    },
    {
        content: "adopt the signature",
        trigger: `${DIALOG} .modal-footer .btn-primary:enabled`,
        run: "click",
    },
    {
        content: "it stands on the job",
        trigger: ".o_field_widget[name=signature] img.o_signature",
    },
    tap("action_sign"),
    stateIs("signed"),
]);
