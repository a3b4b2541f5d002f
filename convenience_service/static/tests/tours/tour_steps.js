import { formatDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// A machine that is busy with other things needs its time, and a right answer is no less right.
const PATIENCE = 60000;
const OFFICE_ZONE = "Asia/Shanghai";
const ROOT_MENU = "[data-menu-xmlid='convenience_service.menu_convenience_root']";

/** Register a tour that starts where somebody is after logging in. */
export function addTour(name, steps) {
    registry.category("web_tour.tours").add(name, {
        steps: () => steps().map((step) => ({ timeout: PATIENCE, ...step })),
    });
}

/** Open the application; each role lands where its day starts. */
export function openApp() {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "open Convenience Services",
            trigger: `.o_app${ROOT_MENU}`,
            run: "click",
        },
        {
            content: "the application is open",
            trigger: `.o_menu_brand${ROOT_MENU}`,
        },
    ];
}

/** Open the application from the side bar of a phone. */
export function openAppOnPhone() {
    return [
        {
            content: "open the side bar",
            trigger: ".o_main_navbar .o_menu_toggle",
            run: "click",
        },
        {
            content: "show all applications",
            trigger: ".o_sidebar_topbar a.btn-primary",
            run: "click",
        },
        {
            content: "open Convenience Services",
            trigger: `.o_burger_menu_app .o_app${ROOT_MENU}`,
            run: "click",
        },
        {
            content: "the side bar is gone",
            trigger: "body:not(:has(.o_app_menu_sidebar))",
        },
    ];
}

/** Open an entry of the menu bar, or one of the entries below it. */
export function openMenu(section, entry) {
    const steps = [
        {
            content: `open the menu ${section}`,
            trigger: `.o_menu_sections [data-menu-xmlid='convenience_service.${section}']`,
            run: "click",
        },
    ];
    if (entry) {
        steps.push({
            content: `open the menu ${entry}`,
            trigger: `.o-dropdown--menu [data-menu-xmlid='convenience_service.${entry}']`,
            run: "click",
        });
    }
    return steps;
}

/** The title of the screen is shown. */
export function screenIs(title) {
    return {
        content: `the screen is ${title}`,
        trigger: `.o_control_panel .o_breadcrumb .active:contains("${title}")`,
    };
}

/** Open the row of a list that holds a text. */
export function openRow(text, column = "name") {
    return {
        content: `open ${text}`,
        trigger: `.o_list_view .o_data_row:contains("${text}") td[name=${column}]`,
        run: "click",
    };
}

/** Type part of a name and choose the record that is offered. */
export function choose(field, typed, label = typed, scope = "") {
    return [
        {
            content: `type ${typed} into ${field}`,
            trigger: `${scope} .o_field_widget[name=${field}] input`,
            run: `edit ${typed}`,
        },
        {
            content: `choose ${label}`,
            trigger:
                `${scope} .o_field_widget[name=${field}] ` +
                `.o-autocomplete--dropdown-item a:not(.o_loading):contains("${label}")`,
            run: "click",
        },
    ];
}

/** Choose one of the values of a selection. */
export function select(field, label, scope = "") {
    return [
        {
            content: `open the values of ${field}`,
            trigger: `${scope} .o_field_widget[name=${field}] input`,
            run: "click",
        },
        {
            content: `choose ${label}`,
            trigger: `.o_select_menu_item:contains("${label}")`,
            run: "click",
        },
    ];
}

/** Type the value of a field. */
export function edit(field, value, scope = "") {
    return {
        content: `enter ${value} as ${field}`,
        trigger: `${scope} .o_field_widget[name=${field}] :is(input, textarea)`,
        run: `edit ${value}`,
    };
}

/** Enter the day it is at the office, in the user's format. */
export function enterToday(field) {
    return enterDay(field, formatDate(luxon.DateTime.now().setZone(OFFICE_ZONE)));
}

/** Enter a day as the user writes it. */
export function enterDay(field, day) {
    return [
        {
            content: `go to ${field}`,
            trigger: `.o_field_widget[name=${field}] :is(button, input)`,
            run: "click",
        },
        {
            content: `enter ${day} as ${field}`,
            trigger: `.o_field_widget[name=${field}] input`,
            run: `edit ${day} && press Enter`,
        },
    ];
}

/** Open a page of the notebook. */
export function openPage(name) {
    return {
        content: `open the page ${name}`,
        trigger: `.o_notebook .nav-link[name=${name}]`,
        run: "click",
    };
}

/** Press a button of the form's header. */
export function press(name) {
    return {
        content: `press ${name}`,
        trigger: `.o_form_view .o_statusbar_buttons button[name=${name}]:enabled`,
        run: "click",
    };
}

/** The form is in a state, and says so. */
export function stateIs(state) {
    return {
        content: `the state is ${state}`,
        trigger: `.o_field_widget[name=state] .o_arrow_button_current[data-value=${state}]`,
    };
}

/** The open form has none of these buttons: what is not this role's to do is not offered. */
export function noButtons(...names) {
    const absent = names.map((name) => `:not(:has(button[name=${name}]))`).join("");
    return {
        content: `no button ${names.join(", ")}`,
        trigger: `.o_form_view:has(.o_form_statusbar)${absent}`,
    };
}
