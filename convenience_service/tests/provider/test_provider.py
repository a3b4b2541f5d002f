"""Outside providers: paid once a month from reviewed requests, by price or share."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon

OCTOBER = date(2026, 10, 31)


class ProviderCase(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["res.partner"].create({"name": "Plumbers", "is_company": True})
        cls.items = cls.drain | cls.bulb | cls.taxi
        cls.items.supplier_taxes_id = [Command.clear()]

    def _rate(self, item=None, user=None, **values):
        return (
            self.env["convenience.provider.rate"]
            .with_user(user or self.director)
            .create(
                {
                    "partner_id": self.provider.id,
                    "company_id": self.company.id,
                    "office_id": self.office.id,
                    "product_id": item.id if item else False,
                    "method": "fixed",
                    "price": 50.0,
                    "date_from": date(2026, 1, 1),
                    **values,
                }
            )
        )

    def _job(self, day=15, **row):
        row = {"provider_id": self.provider.id, "worker_ids": [], **row}
        return self._october(day=day, **row)

    def _draft(self, day=OCTOBER, user=None, office=None):
        bills = self.env["convenience.provider.bill"].with_user(user or self.cashier)
        return bills._draft_month((office or self.office).with_user(user or self.cashier), day)


@freeze_time(datetime(2026, 11, 10, 2))
@tagged("post_install", "-at_install")
class TestProvider(ProviderCase):
    def test_one_bill_a_line_an_item(self):
        self._rate(self.drain)
        self._rate(self.bulb, method="share", share=60.0)
        for day in (10, 15):
            self._job(day=day, items=[(self.drain, 1), (self.bulb, 2)])
        bill = self._draft()
        move = bill.move_id
        self.assertEqual((move.move_type, move.state), ("in_invoice", "draft"))
        self.assertEqual((move.partner_id, move.invoice_date), (self.provider, OCTOBER))
        self.assertEqual(move.currency_id, self.company.currency_id)
        lines = {
            line.product_id: (line.quantity, line.price_unit) for line in move.invoice_line_ids
        }
        self.assertEqual(lines, {self.drain: (2.0, 50.0), self.bulb: (4.0, 6.0)})
        self.assertEqual((bill.amount_total, len(bill.claim_ids)), (124.0, 4))

    def test_entries(self):
        """Debit the cost of the service, credit what is owed to the provider."""
        self._rate()
        self._job()
        move = self._draft().move_id
        move.action_post()
        entries = {
            line.account_id.account_type: (line.debit, line.credit) for line in move.line_ids
        }
        self.assertEqual(entries.pop("liability_payable"), (0.0, 50.0))
        ((account_type, amounts),) = entries.items()
        self.assertIn(account_type, ("expense", "expense_direct_cost", "expense_other"))
        self.assertEqual(amounts, (50.0, 0.0))

    def test_purchase_tax_of_the_item(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Purchase 6",
                "amount": 6.0,
                "type_tax_use": "purchase",
                "price_include_override": "tax_excluded",
                "company_id": self.company.id,
            }
        )
        self.drain.supplier_taxes_id = tax
        self._rate()
        self._job()
        move = self._draft().move_id
        self.assertEqual((move.amount_untaxed, move.amount_total), (50.0, 53.0))

    def test_latest_rate_that_holds_on_the_day(self):
        for values in (
            {"price": 1.0},
            {"price": 2.0, "date_from": date(2026, 10, 10)},
            {"price": 3.0, "date_from": date(2026, 10, 16)},
            {"item": self.bulb, "price": 4.0, "date_from": date(2026, 1, 2)},
        ):
            self._rate(**values)
        company_wide = {"office_id": False, "date_from": date(2026, 10, 1), "price": 9.0}
        self._rate(user=self.general_manager, **company_wide)
        for day, item, price in (
            (9, self.drain, 1.0),
            (10, self.drain, 2.0),
            (15, self.drain, 2.0),
            (16, self.drain, 3.0),
            (20, self.bulb, 4.0),
        ):
            with self.subTest(day=day, item=item.name):
                line = self._job(day=day, items=[(item, 1)]).line_ids
                rates = self.env["convenience.provider.rate"]._find(line)
                self.assertEqual(rates[line].price, price)

    def test_without_a_rate_it_waits_and_is_listed(self):
        self._rate(self.bulb)
        line = self._job().line_ids
        paid = self._job(items=[(self.bulb, 1)]).line_ids
        wizard = (
            self.env["convenience.provider.billing"]
            .with_user(self.cashier)
            .create({"office_id": self.office.id, "day": OCTOBER})
        )
        self.assertEqual((wizard.missing_line_ids, wizard.due_count), (line, 1))
        self.assertEqual(self._draft().claim_ids.request_line_id, paid)

    def test_waived_by_the_director(self):
        """The customer pays nothing: a fixed price is owed all the same, a share is none."""
        self._rate(self.drain)
        self._rate(self.bulb, method="share", share=60.0)
        job = self._job(items=[(self.drain, 1), (self.bulb, 2)])
        job.with_user(self.director).action_waive_billing(reason="goodwill")
        amounts = {claim.product_id: claim.amount for claim in self._draft().claim_ids}
        self.assertEqual(amounts, {self.drain: 50.0, self.bulb: 0.0})

    def test_a_share_is_one_of_what_the_customer_pays(self):
        """Half an hour at 0.05 costs the customer 0.03: half of that, not of 0.025."""
        self._rate(method="share", share=50.0)
        line = self._job(items=[(self.bulb, 0.5)]).line_ids
        line.with_user(self.director).correct_price(0.05, "Agreed on")
        self.assertEqual(line.amount, 0.03)
        bill = self._draft()
        self.assertEqual(bill.claim_ids.amount, 0.02)
        self.assertEqual(bill.move_id.amount_untaxed, 0.02)

    def test_own_work_not_reviewed_and_later_is_not_paid(self):
        self._rate()
        self._october()
        self._past_requests(
            [
                {
                    "registered": datetime(2026, 10, 20, 1),
                    "done": datetime(2026, 10, 20, 2),
                    "provider_id": self.provider.id,
                }
            ],
            state="signed",
        )
        self.assertFalse(self._draft())
        # 1 November at the office
        self._past_requests(
            [
                {
                    "registered": datetime(2026, 10, 31, 15),
                    "done": datetime(2026, 10, 31, 16),
                    "provider_id": self.provider.id,
                }
            ]
        )
        self.assertFalse(self._draft())
        self.assertTrue(self._draft(date(2026, 11, 30)))

    def test_again_makes_nothing_twice(self):
        self._rate()
        first = self._job().line_ids
        bill = self._draft()
        self.assertFalse(self._draft())
        late = self._job(day=20).line_ids
        self.assertFalse(self._draft(), "the month has its bill")
        self.assertEqual(self._draft(date(2026, 11, 30)).claim_ids.request_line_id, late)
        self.assertEqual(bill.claim_ids.request_line_id, first)


@freeze_time(datetime(2026, 11, 10, 2))
@tagged("post_install", "-at_install")
class TestProviderBill(ProviderCase):
    def setUp(self):
        super().setUp()
        self._rate()
        self.line = self._job().line_ids
        self.bill = self._draft()
        self.move = self.bill.move_id

    def _refused(self, attempt):
        """Refused by right or by rule: an AccessError is a UserError."""
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            attempt()

    def test_deleted_draft_frees(self):
        self.move.with_user(self.cashier).unlink()
        self.assertFalse(self.bill.active)
        self.assertEqual(self._draft().claim_ids.request_line_id, self.line)

    def test_cancelled_frees_and_stays_cancelled(self):
        self.move.with_user(self.cashier).button_cancel()
        self.assertEqual(self._draft().claim_ids.request_line_id, self.line)
        self._refused(self.move.with_user(self.cashier).button_draft)

    def test_posted_and_back_to_draft_pays_once(self):
        self.move.action_post()
        self.move.button_draft()
        self.assertTrue(self.bill.active)
        self.assertFalse(self._draft())

    def test_lines_stay_as_served(self):
        line = self.move.invoice_line_ids.with_user(self.cashier)
        for values in ({"quantity": 5}, {"price_unit": 1.0}, {"product_id": self.bulb.id}):
            self._refused(lambda values=values: line.write(values))
        self._refused(line.unlink)
        self.move.with_user(self.cashier).invoice_line_ids = [
            Command.create({"name": "Travel", "quantity": 1, "price_unit": 20.0})
        ]
        self.assertEqual(sum(self.move.invoice_line_ids.mapped("price_subtotal")), 70.0)

    def test_nobody_writes_claims(self):
        for user in (self.cashier, self.director, self.general_manager):
            claim = self.bill.claim_ids.with_user(user)
            self._refused(lambda claim=claim: claim.write({"active": False}))
            self._refused(lambda claim=claim: claim.write({"amount": 1.0}))

    def test_drafted_by_the_cashier_alone(self):
        self._job(day=20)
        for role, user in self.users.items():
            if role != "cashier":
                with self.subTest(role=role):
                    self._refused(lambda user=user: self._draft(date(2026, 11, 30), user))

    def test_rates_by_role(self):
        rate = self.env["convenience.provider.rate"].search([("partner_id", "=", self.provider.id)])
        for role, user in self.users.items():
            with self.subTest(role=role):
                readers = ("service_manager", "director", "cashier", "general_manager")
                self.assertEqual(rate.with_user(user).has_access("read"), role in readers)
                writers = ("director", "general_manager")
                self.assertEqual(rate.with_user(user).has_access("write"), role in writers)
        self._refused(lambda: self._rate(office_id=False, date_from=date(2026, 2, 1)))
