from odoo.fields import Command
from odoo.tests import new_test_user

from ..common import ConvenienceCommon


class ResidentDataCommon(ConvenienceCommon):
    """Logins with and without our roles, a resident with a contact, and the switch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bare = cls._make_login("bare", "base.group_user")
        cls.administrator = cls._make_login("admin", "base.group_system")
        cls.supplier = cls.env["res.partner"].create({"name": "Ladders Ltd", "phone": "555"})
        cls.spouse = cls.env["res.partner"].create(
            {"name": "Spouse One", "phone": "120999", "parent_id": cls.owner.id}
        )

    @classmethod
    def _make_login(cls, login, groups):
        return new_test_user(
            cls.env,
            login=f"{login}_login_{cls.company.id}",
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            lang="en_US",
        )

    @classmethod
    def _guard(cls, guarded=True):
        cls.env["res.partner"].with_user(cls.administrator)._guard_resident_data(guarded)

    def _at_work(self, state="assigned", **values):
        """A job of the worker for the owner."""
        return self._advance(self._request(**values), state)
