from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestRequestSearch(ConvenienceCommon):
    """The desk finds a request by whatever the caller says first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit, tenant = cls._make_household("2", "305", "Tenant Two", role="tenant")
        values = cls._prepare_request(unit, tenant, phone="13912345678")
        cls.helper = cls._make_worker("W2", None)
        requests = cls.env["convenience.request"].with_user(cls.clerk)
        cls.theirs = requests.create(values)
        cls.others = requests.create(cls._prepare_request())

    def _found(self, text, user=None):
        requests = self.env["convenience.request"].with_user(user or self.clerk)
        return requests.search([("found_by", "ilike", text)])

    def test_by_number_unit_name_or_part_of_the_phone(self):
        for text in (self.theirs.name, "2-305", "tenant two", "13912345678", "5678"):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), self.theirs)

    def test_what_nobody_has_finds_nothing(self):
        self.assertFalse(self._found("9999999"))

    def test_only_at_the_own_office(self):
        stranger = self._make_user("clerk_elsewhere", self.company, "group_clerk")
        self._make_office("Elsewhere", self.company, stranger)
        self.assertFalse(self._found("5678", stranger))

    def test_a_worker_finds_their_own(self):
        self.assertEqual(self._found("5678", self.worker_user), self.theirs)
        self.theirs.with_user(self.supervisor).worker_ids = self.helper.employee_id
        self.assertFalse(self._found("5678", self.worker_user))
