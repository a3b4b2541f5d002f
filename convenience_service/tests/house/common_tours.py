from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import HttpCase

from ..common import ConvenienceCommon

TIMEOUT = 180  # seconds a tour may take on a busy machine
PHONE = "390x844"
LOADED = "document.readyState === 'complete'"


class TourCommon(HttpCase, ConvenienceCommon):
    """Tours by the people of the office, on a desk's screen or on a phone."""

    # wide enough for the sections of the menu bar; on less the last ones are below "More"
    browser_size = "1600x900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._silence_odoobot()

    @classmethod
    def _silence_odoobot(cls):
        """The greeting of Odoo's robot lies over the whole screen of a phone."""
        if "odoobot_state" in cls.env["res.users"]._fields:  # its module may be absent
            cls.env["res.users"].concat(*cls.users.values()).odoobot_state = "disabled"

    def _tour(self, name, user, url="/odoo"):
        self.start_tour(url, name, login=user.login, timeout=TIMEOUT)
        self.env.invalidate_all()

    @contextmanager
    def _phone(self):
        """Within, tours run on a screen to be touched, as large as a phone's."""
        with (
            patch.object(self, "browser_size", PHONE),
            patch.object(self, "touch_enabled", True),
        ):
            yield

    def _the_only(self, model, domain):
        records = self.env[model].search(domain)
        self.assertEqual(len(records), 1)
        return records
