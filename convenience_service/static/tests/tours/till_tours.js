import { addTour, openApp, openMenu, screenIs } from "./tour_steps";

const TILL = ".modal:has(.o_form_view)";

/** Press a button of the till. */
function confirmTill(name) {
    return [
        {
            content: `press ${name}`,
            trigger: `${TILL} .modal-footer button[name=${name}]:enabled`,
            run: "click",
        },
        {
            content: "the till is closed",
            trigger: "body:not(:has(.modal))",
        },
    ];
}

// P5 4.3.2: two visits of one payer, billed and paid in one step
addTour("convenience_cashier_takes_cash", () => [
    ...openApp(),
    ...openMenu("menu_convenience_to_collect"),
    screenIs("To Collect"),
    {
        content: "choose both visits",
        trigger: ".o_list_view thead .o_list_record_selector input",
        run: "click",
    },
    {
        content: "take the money for them",
        trigger: "button[name=action_take_payment]",
        run: "click",
    },
    {
        content: "both are to be paid",
        trigger: `${TILL} .o_field_widget[name=amount]:contains("90.00")`,
    },
    {
        content: "what was served cannot be changed",
        trigger: `${TILL} .o_field_widget[name=line_ids]:not(:has(input:not([type=checkbox])))`,
    },
    ...confirmTill("action_collect"),
    {
        content: "nothing is left to collect",
        trigger: ".o_view_nocontent:contains('Nothing is to be collected')",
    },
]);

// P5 4.3.2: a receipt on the spot
addTour("convenience_collector_gives_receipt_on_phone", () => [
    {
        content: "take money",
        trigger: ".o_control_panel button:contains('Take Money')",
        run: "click",
    },
    {
        content: "open the choice of the payer",
        trigger: `${TILL} .o_field_widget[name=partner_id] input`,
        run: "click",
    },
    {
        content: "choose the payer",
        trigger: '.modal .o_kanban_record:contains("Visitor")',
        run: "click",
    },
    {
        content: "what is owed is proposed",
        trigger: `${TILL} .o_field_widget[name=amount] input:value("80.00")`,
    },
    ...confirmTill("action_give_receipt"),
    {
        content: "the receipt is among the collector's own",
        trigger: '.o_kanban_record:contains("Visitor"):contains("Not Handed Over")',
    },
]);
