import { stepUtils } from "@web_tour/tour_utils";
import {
    addTour,
    choose,
    edit,
    enterDay,
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

const LINES = ".o_field_widget[name=line_ids]";
const LINE = `${LINES} .o_selected_row`;
const PHOTO =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/58BAwAI/AL+3YqXOwAAAABJRU5ErkJggg==";

function openRound() {
    return [
        ...openApp(),
        ...openMenu("menu_convenience_prices", "menu_convenience_annual_round"),
        screenIs("Annual Rounds"),
        openRow("JK Garden", "office_id"),
    ];
}

function openItem(item, column = "decision") {
    return {
        content: `go to ${item}`,
        trigger: `${LINES} .o_data_row:contains("${item}") td[name=${column}]`,
        run: "click",
    };
}

function saysOf(item, column, text) {
    return {
        content: `${item}: ${column} is ${text}`,
        trigger: `${LINES} .o_data_row:contains("${item}") td[name=${column}]:contains("${text}")`,
    };
}

/** Press as an impatient hand does: the second click comes before the answer to the first. */
function pressTwice(name) {
    return {
        content: `press ${name} twice`,
        trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
        run: "dblclick",
    };
}

/** Take a photo with the widget of an image. */
function takePhoto(field) {
    return [
        {
            content: `a photo for ${field}`,
            trigger: `.o_field_widget[name=${field}] input[type=file]:not(:visible)`,
            run() {
                const bytes = Uint8Array.from(atob(PHOTO), (sign) => sign.charCodeAt(0));
                const files = new DataTransfer();
                files.items.add(new File([bytes], "board.png", { type: "image/png" }));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change"));
            },
        },
        {
            content: "it is there",
            trigger: `.o_field_widget[name=${field}] img[data-src^='data:image'], .o_field_widget[name=${field}] img[src^='data:image']`,
        },
    ];
}

// P1 制度 4, P2 4.1.2: the director sees last year, and the meeting agrees.
addTour("convenience_director_plans", () => [
    ...openRound(),
    stateIs("figures"),
    saysOf("Drain Unblocking", "times", "2"),
    saysOf("Drain Unblocking", "revenue", "160.00"),
    saysOf("Drain Unblocking", "cost", "144.00"),
    saysOf("Drain Unblocking", "suggestion", "Keep"),
    saysOf("Bulb Change", "suggested_because", "Nobody ordered"),
    saysOf("Piano tuning", "suggested_because", "Asked for 1 times"),
    ...enterDay("date_start", "02/12/2027"),
    openPage("meeting"),
    ...enterDay("meeting_date", "01/05/2027"),
    ...choose("meeting_partner_ids", "director"),
    edit("necessity", "508 valid sheets"),
    edit("feasibility", "Two plumbers"),
    pressTwice("action_discuss"),
    stateIs("discussed"),
    noButtons("action_discuss", "action_propose"),
]);

// P2 4.1.3: the service manager selects, and says why.
addTour("convenience_service_manager_selects", () => [
    ...openRound(),
    stateIs("discussed"),
    openItem("Drain Unblocking"),
    ...select("decision", "Other Price", LINE),
    edit("decision_reason", "Wages", LINE),
    openItem("Piano tuning"),
    ...select("decision", "Do Not Offer", LINE),
    edit("decision_reason", "Nobody can do it", LINE),
    pressTwice("action_keep_rest"),
    saysOf("Bulb Change", "decision", "Keep"),
    press("action_select"),
    stateIs("selected"),
    noButtons("action_discuss", "action_propose"),
]);

// P2 4.1.4, 4.1.5: the director prices, makes the tariff and submits it.
addTour("convenience_director_prices", () => [
    ...openRound(),
    stateIs("selected"),
    openItem("Drain Unblocking", "price"),
    edit("price", "90", LINE),
    edit("expected_cost", "66", LINE),
    pressTwice("action_propose"),
    stateIs("draft"),
    saysOf("Drain Unblocking", "price", "90.00"),
    press("action_review"),
    stateIs("reviewed"),
    pressTwice("action_submit"),
    stateIs("submitted"),
    noButtons("action_approve", "action_reject"),
]);

// P2 4.1.6: what changes is read and approved on a phone.
addTour("convenience_general_manager_approves_on_phone", () => [
    ...openAppOnPhone(),
    {
        content: "open what waits",
        trigger: ".o_kanban_record:contains('JK Garden'), .o_kanban_record:contains('2027')",
        run: "click",
    },
    openPage("changes"),
    {
        content: "what changes stands there",
        trigger: ".o_field_widget[name=changes_shown] strong",
    },
    pressTwice("action_approve"),
    {
        content: "it is approved",
        trigger: ".o_form_view:not(:has(button[name=action_approve], button[name=action_submit]))",
    },
    {
        content: "and says so",
        trigger: ".o_field_widget[name=state] button:visible:contains('Approved')",
    },
]);

// P2 4.2.1: the draft that the approval left is published.
addTour("convenience_service_manager_publishes", () => [
    ...openApp(),
    ...openMenu("menu_convenience_prices", "menu_convenience_notice"),
    screenIs("Notices"),
    openRow("Draft"),
    stateIs("draft"),
    pressTwice("action_publish"),
    stateIs("published"),
]);

// P2 4.2.2: the clerk posts it and shows it by a photo.
addTour("convenience_clerk_posts", () => [
    ...openApp(),
    ...openMenu("menu_convenience_prices", "menu_convenience_notice_posting"),
    screenIs("Postings"),
    openRow("To Post", "place_id"),
    stateIs("to_post"),
    ...takePhoto("photo"),
    pressTwice("action_post"),
    stateIs("posted"),
]);

// What is offered no longer is taken out of the list in force.
addTour("convenience_director_stops_an_item", () => [
    ...openApp(),
    ...openMenu("menu_convenience_prices", "menu_convenience_tariff"),
    screenIs("Tariffs"),
    openRow("2026", "kind"),
    stateIs("approved"),
    pressTwice("action_amend"),
    {
        content: "the new tariff is an amendment",
        trigger: ".o_field_widget[name=kind] input[data-value=amendment]:checked",
    },
    ...enterDay("date_start", "01/12/2027"),
    {
        content: "add a line",
        trigger: `${LINES} .o_field_x2many_list_row_add a`,
        run: "click",
    },
    ...select("operation", "Stop", LINE),
    ...choose("product_id", "Bulb", "Bulb Change", LINE),
    openPage("meeting"),
    ...enterDay("meeting_date", "01/12/2027"),
    ...choose("meeting_partner_ids", "director"),
    edit("necessity", "Nobody asks for it."),
    edit("feasibility", "Sold at the gate."),
    ...stepUtils.saveForm(),
    press("action_review"),
    stateIs("reviewed"),
    press("action_submit"),
    stateIs("submitted"),
]);

// What no longer holds is taken down, which a photo shows.
addTour("convenience_clerk_takes_down", () => [
    ...openApp(),
    ...openMenu("menu_convenience_prices", "menu_convenience_notice_posting"),
    screenIs("Postings"),
    openRow("Posted", "place_id"),
    stateIs("posted"),
    {
        content: "it says what is to be done",
        trigger: ".alert-danger:contains('take it down')",
    },
    ...takePhoto("photo_down"),
    pressTwice("action_take_down"),
    stateIs("taken_down"),
]);
