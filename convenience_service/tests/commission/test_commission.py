"""Commission: shared among the workers of signed jobs to the fen, each job once."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...models.commission.sheet import split_evenly
from ..common import ConvenienceCommon

OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


class CommissionCase(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._make_worker("W2", None) | cls._make_worker("W3", None)
        cls.crew = (cls.worker | cls.others).employee_id

    def _rule(self, user=None, **values):
        return (
            self.env["convenience.commission.rule"]
            .with_user(user or self.director)
            .create(
                {
                    "company_id": self.company.id,
                    "office_id": self.office.id,
                    "method": "share",
                    "share": 12.5,
                    "date_from": date(2026, 1, 1),
                    **values,
                }
            )
        )

    def _sheet(self, day=OCTOBER, user=None):
        return (
            self.env["convenience.commission.sheet"]
            .with_user(user or self.service_manager)
            .create({"office_id": self.office.id, "date_to": day})
        )

    def _signed(self, day=15, state="signed", **row):
        registered, done = datetime(2026, 10, day, 1), datetime(2026, 10, day, 3)
        return self._past_requests([{"registered": registered, "done": done, **row}], state=state)

    def _refused(self, attempt):
        """Refused by right or by rule: an AccessError is a UserError."""
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            attempt()


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestCommission(CommissionCase):
    def test_parts_add_up_to_the_fen(self):
        self._rule()
        self._signed(worker_ids=[Command.set(self.crew.ids)])
        sheet = self._sheet()
        self.assertEqual(sheet.line_ids.mapped("commission"), [10.0] * 3)
        self.assertEqual(sorted(sheet.line_ids.mapped("amount")), [3.33, 3.33, 3.34])
        self.assertEqual(sheet.line_ids.employee_id, self.crew)
        self.assertEqual(sheet.amount_total, 10.0)

    def test_every_split_adds_up(self):
        for fen in range(0, 120, 7):
            for count in range(1, 8):
                with self.subTest(fen=fen, count=count):
                    parts = [round(part * 100) for part in split_evenly(fen / 100, count)]
                    self.assertEqual((sum(parts), max(parts) - min(parts) <= 1), (fen, True))

    def test_rule_that_holds(self):
        repair = self.drain.categ_id
        self._rule(share=1.0)
        self._rule(share=2.0, date_from=date(2026, 10, 10))
        self._rule(share=3.0, categ_id=repair.parent_id.id)
        self._rule(share=4.0, categ_id=repair.id)
        self._rule(share=5.0, product_id=self.bulb.id, date_from=date(2026, 10, 15))
        self._rule(self.general_manager, share=9.0, office_id=False)
        cases = ((14, self.drain, 4.0), (14, self.bulb, 4.0), (15, self.bulb, 5.0))
        for day, item, share in cases:
            with self.subTest(day=day, item=item.name):
                line = self._signed(day, items=[(item, 1)]).line_ids
                self.assertEqual(
                    self.env["convenience.commission.rule"]._find(line)[line].share, share
                )

    def test_latest_general_rule(self):
        self._rule(share=1.0)
        self._rule(share=2.0, date_from=date(2026, 10, 10))
        for day, share in ((9, 1.0), (10, 2.0)):
            line = self._signed(day).line_ids
            self.assertEqual(self.env["convenience.commission.rule"]._find(line)[line].share, share)

    def test_only_signed_work_of_own_workers(self):
        self._rule()
        paid = self._signed() | self._signed(state="reviewed")
        self._signed(state="done")
        provider = self.env["res.partner"].create({"name": "Plumbers"})
        self._signed(worker_ids=[], provider_id=provider.id)
        self.assertEqual(self._sheet().line_ids.request_line_id, paid.line_ids)

    def test_work_not_charged_by_rule_only(self):
        self._rule(method="fixed", amount=5.0)
        request = self._signed()
        request._write_guarded({"responsibility": "rework"})
        sheet = self._sheet()
        self.assertFalse(sheet.line_ids)
        self._rule(method="fixed", amount=3.0, also_uncharged=True, product_id=self.drain.id)
        sheet.action_compile()
        self.assertEqual(sheet.line_ids.mapped("amount"), [3.0])

    def test_signed_late_comes_with_the_next_sheet(self):
        self._rule()
        first = self._signed()
        sheet = self._sheet()
        sheet.with_user(self.director).action_confirm()
        late = self._signed(20)
        self._refused(sheet.action_compile)
        following = self._sheet(NOVEMBER)
        self.assertEqual(sheet.line_ids.request_line_id, first.line_ids)
        self.assertEqual(following.line_ids.request_line_id, late.line_ids)

    def _waive(self, request):
        request.with_user(self.director).action_waive_billing(reason="goodwill")

    def test_what_is_not_billed_earns_by_rule_only(self):
        self._rule()
        waived = self._signed(state="reviewed")
        self._waive(waived)
        sheet = self._sheet()
        self.assertFalse(sheet.line_ids)
        self._rule(method="fixed", amount=3.0, also_uncharged=True, product_id=self.drain.id)
        sheet.action_compile()
        self.assertEqual(sheet.amount_total, 3.0)

    def test_credited_and_not_billed_is_taken_back_once(self):
        self._rule()
        paid = self._signed(state="reviewed", worker_ids=[Command.set(self.crew.ids)])
        kept = self._signed(16, state="reviewed")
        october = self._sheet()
        october.with_user(self.director).action_confirm()
        self._invoice(self._settlement())
        move = self.env["convenience.statement"].search([("office_id", "=", self.office.id)])
        move.sudo().invoice_id._reverse_moves([{"invoice_date": NOVEMBER}], cancel=True)
        november = self._sheet(NOVEMBER)
        self.assertFalse(november.line_ids, "it is billed again")
        self._waive(paid)
        november.action_compile()
        november.action_compile()
        self.assertEqual(november.line_ids.request_line_id, paid.line_ids)
        self.assertEqual(sorted(november.line_ids.mapped("amount")), [-3.34, -3.33, -3.33])
        november.with_user(self.director).action_confirm()
        self.assertFalse(self._sheet(date(2026, 12, 31)).line_ids)
        self.assertEqual(october.amount_total, 20.0)
        self.assertEqual(
            october.line_ids.request_line_id, paid.line_ids | kept.line_ids, "the sheet stays"
        )
        report = self.env["report.convenience_service.report_commission"]
        by_worker = report._by_worker(november, november.line_ids)
        self.assertEqual({row[1] for row in by_worker.rows}, {0})

    def test_compiled_again_is_the_same(self):
        self._rule()
        self._signed(worker_ids=[Command.set(self.crew.ids)])
        sheet = self._sheet()
        sheet.action_compile()
        self.assertEqual((len(sheet.line_ids), sheet.amount_total), (3, 10.0))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestCommissionAccess(CommissionCase):
    def setUp(self):
        super().setUp()
        self._rule()
        self._signed()
        self.sheet = self._sheet()

    def test_readers(self):
        for role, user in self.users.items():
            readers = ("service_manager", "director", "general_manager")
            for records in (self.sheet, self.sheet.line_ids):
                with self.subTest(role=role, model=records._name):
                    self.assertEqual(records.with_user(user).has_access("read"), role in readers)

    def test_confirmed_by_the_director_alone(self):
        for role in ("clerk", "worker_user", "service_manager", "cashier", "general_manager"):
            self._refused(self.sheet.with_user(self.users[role]).action_confirm)
        self.sheet.with_user(self.director).action_confirm()
        self.assertEqual(self.sheet.confirmed_by_id, self.director)

    def test_confirmed_stays(self):
        self.sheet.with_user(self.director).action_confirm()
        for user in (self.service_manager, self.director):
            sheet = self.sheet.with_user(user)
            self._refused(lambda sheet=sheet: sheet.write({"state": "draft"}))
            self._refused(lambda sheet=sheet: sheet.write({"date_to": NOVEMBER}))
            self._refused(lambda sheet=sheet: sheet.line_ids.write({"amount": 1.0}))
            self._refused(sheet.unlink)
            self._refused(sheet.line_ids.unlink)

    def test_a_rule_begins_at_the_office_of_who_sets_it(self):
        for model in ("convenience.commission.rule", "convenience.provider.rate"):
            with self.subTest(model=model):
                of_director = self.env[model].with_user(self.director).new()
                self.assertEqual(of_director.office_id._origin, self.office)
                of_company = self.env[model].with_user(self.general_manager).new()
                self.assertFalse(of_company.office_id)

    def test_service_manager_sets_no_rule(self):
        self._refused(lambda: self._rule(self.service_manager, date_from=date(2026, 2, 1)))
        self._refused(lambda: self._rule(office_id=False, date_from=date(2026, 2, 1)))

    def test_papers(self):
        reports = self.env["ir.actions.report"].with_user(self.service_manager)
        name = "convenience_service.report_commission"
        html = reports._render_qweb_html(name, self.sheet.ids)[0].decode()
        for text in ("Worker W1", "10.00", "draft, not confirmed", "Director"):
            self.assertIn(text, html)
        report = self.env[f"report.{name}"]
        content = report.with_user(self.general_manager)._xlsx(self.sheet.ids)
        self.assertTrue(content.startswith(b"PK"))
        for user in (self.clerk, self.cashier, self.worker_user):
            with self.assertRaises(AccessError):
                report.with_user(user)._xlsx(self.sheet.ids)
