from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 02:00:00")
class TestBlocked(ConvenienceCommon):
    """Who owes more statements than the office allows orders nothing paid until a release."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["convenience.office"].browse(cls.office.id).unpaid_limit = 3

    def _release(self, user=None, **values):
        return (
            self.env["convenience.release"]
            .with_user(user or self.director)
            .create(
                {
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "reason": "Pays on Friday",
                    **values,
                }
            )
        )

    # ------------------------------------------------------------------ the limit

    def test_three_unpaid_statements_are_allowed(self):
        self._owe(3)
        self.assertTrue(self._request())

    def test_four_stop_what_is_paid_and_name_the_remedy(self):
        self._owe(4)
        with self.assertRaisesRegex(UserError, r"Owner One has 4 unpaid .*320.*the director"):
            self._request()
        self.assertTrue(self._request(items=[(self.taxi, 1)]), "free services go on")

    def test_zero_is_no_limit(self):
        self._owe(4)
        self.office.unpaid_limit = 0
        self.assertTrue(self._request())

    def test_work_still_to_be_quoted_is_paid_work(self):
        quoted = self._make_item("Pipe Renewal", 6)
        self._approve(
            self._make_tariff(
                self.office,
                self.office._today(),
                [(quoted, 0.0, {"price_rule": "quotation"})],
                kind="amendment",
            )
        )
        self._owe(4)
        with self.assertRaisesRegex(UserError, "unpaid statements"):
            self._request(items=[(quoted, 1)])

    def test_paid_statement_does_not_count(self):
        statements = self._owe(4)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_invoice_statements").method_direct_trigger()
        statements.invalidate_recordset()
        self.assertEqual(set(statements.mapped("state")), {"invoiced"})
        with self.assertRaisesRegex(UserError, "4 unpaid"):
            self._request()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statements[0].invoice_id.ids
        ).create({})._create_payments()
        self.assertTrue(self._request())

    def test_invoice_that_is_not_due_does_not_count(self):
        statements = self._owe(4)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_invoice_statements").method_direct_trigger()
        statements.invalidate_recordset()
        statements[0].invoice_id.invoice_date_due = date(2026, 11, 21)
        self.assertTrue(self._request())
        statements[0].invoice_id.invoice_date_due = date(2026, 11, 20)
        with self.assertRaisesRegex(UserError, "4 unpaid"):
            self._request()

    def test_other_office_does_not_count(self):
        self._owe(4)
        office = self._make_office("JK Square", self.company, self.office.user_ids)
        self._approve(self._make_tariff(office, date(2026, 1, 1), [(self.drain, 80.0)]))
        unit, _partner = self._make_household(
            "9", "901", "Owner Nine", office=office, is_main_payer=False
        )
        self.env["convenience.occupancy"].create(
            {
                "unit_id": unit.id,
                "partner_id": self.owner.id,
                "role": "owner",
                "date_from": date(2020, 1, 1),
            }
        )
        self.assertTrue(self._request(unit, worker_ids=False))

    def test_other_payer_is_not_stopped(self):
        self._owe(4)
        self.assertTrue(self._request(*self._make_household("1", "102", "Owner Two")))

    def test_lines_added_later_are_stopped_too(self):
        desk = self._request(items=[(self.taxi, 1)]).with_user(self.clerk)
        self._owe(4)
        line = {"product_id": self.drain.id}
        with self.assertRaisesRegex(UserError, "unpaid statements"):
            desk.write({"line_ids": [(0, 0, line)]})
        with self.assertRaisesRegex(UserError, "unpaid statements"):
            desk.line_ids.with_context(_convenience_registering=True).create(
                {**line, "request_id": desk.id}
            )

    def test_past_work_of_a_sheet_is_exempt(self):
        self._owe(4)
        self.assertTrue(self._october())

    # ------------------------------------------------------------------ release

    def test_release_lets_the_payer_order_until_its_last_day(self):
        self._owe(4)
        release = self._release()
        self.assertEqual(release.date_to, date(2026, 11, 30))
        self.assertEqual(release.released_by_id, self.director)
        self.assertTrue(self._request())
        # 16:30 UTC is past midnight at the office
        with freeze_time("2026-11-30 16:30:00"), self.assertRaisesRegex(UserError, "unpaid"):
            self._request()

    def test_ended_release_holds_no_longer(self):
        self._owe(4)
        release = self._release()
        with self.assertRaises(AccessError):
            release.with_user(self.supervisor).action_end()
        release.action_end()
        self.assertEqual(release.ended_by_id, self.director)
        with self.assertRaisesRegex(UserError, "unpaid statements"):
            self._request()

    def test_release_of_one_office_is_none_at_another(self):
        self._owe(4)
        office = self._make_office("JK Square", self.company, self.office.user_ids)
        self._release(office_id=office.id)
        with self.assertRaisesRegex(UserError, "unpaid statements"):
            self._request()

    def test_only_a_director_of_the_office_releases(self):
        for role in ("clerk", "supervisor", "service_manager", "worker_user", "cashier"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._release(self.users[role])
        office = self._make_office("JK Square", self.company, self.clerk)
        with self.assertRaises(AccessError):
            self._release(office_id=office.id)

    def test_release_says_why_and_does_not_change(self):
        for values in ({"reason": "  "}, {"date_to": date(2026, 11, 19)}):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self._release(**values)
        release = self._release(released_by_id=self.clerk.id, state="ended")
        self.assertEqual((release.released_by_id, release.state), (self.director, "active"))
        for name, value in (("date_to", date(2027, 1, 1)), ("reason", "x"), ("state", "ended")):
            with self.subTest(field=name), self.assertRaises(AccessError):
                release.write({name: value})
        with self.assertRaises(AccessError):
            release.unlink()

    # ------------------------------------------------------------------ what the desk sees

    def test_desk_sees_the_debt_while_it_registers(self):
        self._request(items=[(self.taxi, 1)])
        self._owe(4)
        form = Form(
            self.env["convenience.request"].with_user(self.clerk),
            "convenience_service.convenience_request_view_form",
        )
        self.assertFalse(form.payer_is_blocked)
        form.unit_id = self.unit
        self.assertEqual(form.customer_id, self.owner)
        self.assertEqual((form.payer_unpaid_count, form.payer_unpaid_amount), (4, 320.0))
        self.assertTrue(form.payer_is_blocked)
        self.assertEqual(form.customer_open_count, 1)

    def test_debts_of_another_office_are_not_shown(self):
        self._owe(4)
        stranger = self._make_user("stranger", self.company, "group_clerk")
        form = (
            self.env["convenience.request"]
            .with_user(stranger)
            .new({"office_id": self.office.id, "customer_id": self.owner.id})
        )
        self.assertEqual(form.payer_unpaid_count, 0)
        self.assertFalse(form.payer_is_blocked)

    def test_list_of_the_blocked(self):
        self._owe(4)
        partners = self.env["res.partner"].with_user(self.director)
        blocked = [("convenience_is_blocked", "=", True)]
        self.assertEqual(partners.search(blocked), self.owner)
        self.assertTrue(self.owner.with_user(self.clerk).convenience_is_blocked)
        self._release()
        self.assertFalse(partners.search(blocked))
