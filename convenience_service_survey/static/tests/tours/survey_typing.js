import { registry } from "@web/core/registry";

const GRID = ".o_cs_survey_keys";

function typed(keys) {
    const grid = document.querySelector(GRID);
    for (const key of keys) {
        grid.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    }
}

/** The clerk types in two sheets of two items with prices: four keys each, and Enter. */
registry.category("web_tour.tours").add("convenience_survey_typing", {
    steps: () => [
        { trigger: "button:contains(Type in Returned Sheets)", run: "click" },
        { content: "the keys are for the grid", trigger: `${GRID}:focus` },
        { trigger: GRID, run: () => typed(["1", "2", "3", "0", "Enter"]) },
        { content: "the next household", trigger: ".modal .alert-info:contains(taken)" },
        { content: "an empty sheet", trigger: `${GRID}:focus:not(:has(.o_cs_ticked))` },
        { trigger: GRID, run: () => typed(["4", "1", "9", "4", "Backspace", "2", "5", "Enter"]) },
        { content: "all are back", trigger: ".modal [name=left_count]:contains(1)" },
    ],
});
