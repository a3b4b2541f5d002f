from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from odoo.tests import HttpCase

from ..drawn import SOAK
from .common_tours import LOADED

SIZES = ("390x844", "1440x900") if SOAK else ("390x844",)
# What is found is told as a person can look it up: the rule, how bad it is, and where.
FIND = """
    axe.run(document).then(({violations}) => {
        const found = violations.map(({id, impact, nodes}) => `${id} (${impact}): `
            + nodes.slice(0, 3).map(({html}) => html.slice(0, 160)).join(" | "));
        if (found.length) {
            console.error(found.join("\\n"));
        } else if (document.documentElement.scrollWidth > innerWidth) {
            console.error(`wider than the screen: ${document.documentElement.scrollWidth}`);
        } else {
            console.log("test successful");
        }
    });
"""


class AxeCommon(HttpCase):
    """Pages without login, looked over by axe-core in the browser, on a phone and, in a
    soak, on a desk.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (folder,) = find_spec("axe_playwright_python").submodule_search_locations
        cls.axe = (Path(folder) / "axe.min.js").read_text("utf-8")

    def _assert_accessible(self, url):
        """Nothing is found on the page; what is found is told without the text of axe-core."""
        path = url.partition(self.base_url())[2] or url
        for size in SIZES:
            with self.subTest(path=path[:24], size=size), patch.object(self, "browser_size", size):
                try:
                    self.browser_js(path, self.axe + FIND, LOADED)
                except AssertionError as found:
                    self.fail(str(found).rpartition("failed\n\n")[2])
