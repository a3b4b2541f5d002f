import { addTour, choose, edit, openPage, openRow, press, screenIs, stateIs } from "./tour_steps";

const DIALOG = ".modal";
const HEARINGS = ".o_field_widget[name=hearing_ids]";

// P5 4.5: a resident tells at the desk that money went to a worker's own code
addTour("convenience_clerk_reports_in_confidence", () => [
    screenIs("Told in Confidence"),
    {
        content: "somebody tells it",
        trigger: ".o_control_panel button:contains('Report in Confidence')",
        run: "click",
    },
    edit("about", "Paid 150 to his own code", DIALOG),
    edit("told_by", "Mrs Wang", DIALOG),
    ...choose("employee_ids", "Worker W1", "Worker W1", DIALOG),
    {
        content: "pass it on",
        trigger: `${DIALOG} button[name=action_forward]:enabled`,
        run: "click",
    },
    {
        content: "what stays is the number, and that it went on",
        trigger: `${DIALOG}:contains('BM20') .o_field_widget[name=state]:contains('Passed On')`,
    },
    {
        content: "nothing of what was said",
        trigger: `${DIALOG}:not(:contains('his own code'))`,
    },
]);

function openTheReport() {
    return [
        screenIs("Reported in Confidence"),
        openRow("Worker W1"),
    ];
}

addTour("convenience_director_opens_a_hearing", () => [
    ...openTheReport(),
    stateIs("new"),
    {
        content: "add a hearing",
        trigger: `${HEARINGS} .o_field_x2many_list_row_add :is(a, button)`,
        run: "click",
    },
    ...choose("employee_id", "Worker W1", "Worker W1", DIALOG),
    edit("disclosed_text", "Did you take 150 on your own code?", DIALOG),
    {
        content: "keep it",
        trigger: `${DIALOG} .o_form_button_save`,
        run: "click",
    },
    {
        content: "save the report",
        trigger: "body:not(:has(.modal)) .o_form_button_save",
        run: "click",
    },
    {
        content: "open it to the person",
        trigger: `${HEARINGS} .o_data_row button[name=action_open]:enabled`,
        run: "click",
    },
    stateIs("hearing"),
]);

addTour("convenience_worker_answers", () => [
    screenIs("My Hearings"),
    openRow("Did you take 150", "disclosed_text"),
    edit("answer", "I took it."),
    press("action_answer"),
    stateIs("answered"),
]);

addTour("convenience_director_finds_it_right", () => [
    ...openTheReport(),
    {
        content: "the answer is there",
        trigger: `${HEARINGS} .o_data_row:contains('I took it.')`,
    },
    openPage("finding"),
    edit("finding", "He admits it"),
    edit("measure", "Hands in 150"),
    press("action_valid"),
    stateIs("valid"),
]);
