import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const NOTHING = "0";

/**
 * The lines of ticks of a returned sheet: each key ticks a line and goes on to the next, Enter takes
 * the sheet. Backspace goes back; a click ticks as well.
 */
export class SurveyKeysField extends Component {
    static template = "convenience_service_survey.SurveyKeysField";
    static props = { ...standardFieldProps };

    setup() {
        this.root = useRef("root");
        // who types fast is ahead of the record
        this.state = useState({ keys: this.props.record.data[this.props.name] || "" });
        // after the dialog has put the focus on its first field
        onMounted(() => setTimeout(() => this.root.el?.focus()));
    }

    get ticks() {
        return this.props.record.data.ticks || [];
    }

    /** The lines as they stand on the paper: a price beside the item that it is asked for. */
    get rows() {
        const rows = [];
        this.ticks.forEach((tick, line) => {
            if (tick.part === "price") {
                rows.at(-1).price = { ...tick, line };
            } else {
                rows.push({ ...tick, line, price: null });
            }
        });
        return rows;
    }

    get keys() {
        return this.state.keys;
    }

    get current() {
        return this.keys.length;
    }

    isTicked(line, option) {
        return this.keys[line] === String(option + 1);
    }

    update(keys) {
        this.state.keys = keys;
        this.noted = this.props.record.update({ [this.props.name]: keys });
    }

    onKeydown(ev) {
        if (ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const line = this.ticks[this.current];
        if (ev.key === "Backspace") {
            this.update(this.keys.slice(0, -1));
        } else if (ev.key === "Enter") {
            this.take();
        } else if (line && (ev.key === NOTHING || ev.key === " " || ev.key === "-")) {
            this.update(this.keys + NOTHING);
        } else if (line && ev.key >= "1" && ev.key <= String(line.options.length)) {
            this.update(this.keys + ev.key);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    onClick(line, option) {
        const keys = this.keys.padEnd(line, NOTHING);
        this.update(keys.slice(0, line) + (option + 1) + keys.slice(line + 1));
        this.root.el.focus();
    }

    async take() {
        await this.noted;
        const dialog = this.root.el.closest(".modal-content") || document;
        dialog.querySelector("button[name='action_take']")?.click();
    }
}

registry.category("fields").add("convenience_survey_keys", {
    component: SurveyKeysField,
    supportedTypes: ["char"],
});
