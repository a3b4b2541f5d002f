from contextlib import contextmanager
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common import ConvenienceCommon
from .common_money import MoneyCommon


class WalletCase(MoneyCommon, ConvenienceCommon):
    """A tenant that pays ahead, with an item of 60 and one of 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sixty = cls._make_item("Cleaning", 6)
        cls.fifty = cls._make_item("Ironing", 6)
        amendment = cls._make_tariff(
            cls.office, date(2026, 1, 2), [(cls.sixty, 60.0), (cls.fifty, 50.0)], kind="amendment"
        )
        with freeze_time("2025-12-01"):
            cls._approve(amendment)
        cls.tenant_unit, cls.tenant = cls._make_household("2", "201", "Tenant", role="tenant")

    @property
    def wallet(self):
        return self.env["convenience.wallet"]._find(self.company, self.tenant)

    def _order(self, item, quantity=1, **values):
        return self._request(self.tenant_unit, self.tenant, [(item, quantity)], **values)

    def _at_the_desk(self, amount, direction="in", user=None, **values):
        """The wizard of the cash desk, applied; returns the receipt."""
        before = self.env["convenience.receipt"].search([])
        wizard = (
            self.env["convenience.prepayment.wizard"]
            .with_user(user or self.cashier)
            .create(
                {
                    "partner_id": self.tenant.id,
                    "office_id": self.office.id,
                    "direction": direction,
                    "amount": amount,
                    **values,
                }
            )
        )
        wizard.action_apply()
        return self.env["convenience.receipt"].search([]) - before

    def _billing(self):
        """Run the jobs that bill what was reviewed and is paid ahead."""
        for job in ("bill_prepaid", "invoice_statements"):
            with self.enter_registry_test_mode():
                self.env.ref(f"convenience_service.ir_cron_{job}").method_direct_trigger()
        self.env.invalidate_all()

    def _bill_of(self, request):
        return request.line_ids.statement_line_ids.statement_id

    def _figures(self):
        wallet = self.wallet
        return (wallet.received, wallet.reserved, wallet.used, wallet.refunded, wallet.available)

    @contextmanager
    def _refused(self, words, refusal=UserError):
        """What is done inside is refused with these words, and leaves nothing behind."""
        with self.assertRaisesRegex(refusal, words), self.env.cr.savepoint():
            yield

    def assertLedger(self):
        """What the wallets say is what the account of prepayments says, by partner."""
        account = self.company._convenience_fund_account("prepayment")
        booked = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            ["partner_id"],
            ["balance:sum"],
        )
        ledger = {partner: -balance for partner, balance in booked if balance}
        wallets = self.env["convenience.wallet"].search([("company_id", "=", self.company.id)])
        kept = {wallet.partner_id: wallet.balance for wallet in wallets if wallet.balance}
        self.assertEqual(kept, ledger)
        for wallet in wallets:
            requests = self.env["convenience.request"].search(
                [("payer_id", "=", wallet.partner_id.id)]
            )
            self.assertEqual(sum(requests.mapped("prepayment_reserved")), wallet.reserved)
