from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_wallet import WalletCase


@tagged("post_install", "-at_install")
class TestWallet(WalletCase):
    """Money paid ahead: taken, paid back, cancelled; by whom, and booked as what."""

    # ------------------------------------------------------------------ taken

    def test_taken_at_the_desk(self):
        receipt = self._at_the_desk(100.0)
        self.assertEqual((receipt.state, receipt.kind), ("posted", "prepayment"))
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1001", "Tenant"): 100.0, ("2203", "Tenant"): -100.0},
        )
        self.assertEqual(self._figures(), (100.0, 0.0, 0.0, 0.0, 100.0))
        movement = self.wallet.movement_ids
        self.assertEqual((movement.kind, movement.balance_after), ("received", 100.0))
        self.assertEqual((movement.receipt_id, movement.user_id), (receipt, self.cashier))
        self.assertEqual(movement.date, self.office._today())
        self.assertLedger()

    def test_the_form_of_the_desk(self):
        self._at_the_desk(30.0)
        wizards = self.env["convenience.prepayment.wizard"].with_user(self.cashier)
        with Form(wizards) as form:
            form.partner_id = self.tenant
            self.assertEqual(form.office_id, self.office)
            self.assertEqual(form.available, 30.0)
            self.assertEqual(form.journal_id, self.cash)
            form.amount = 5.0
        action = form.record.action_apply()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(self.wallet.balance, 35.0)

    def test_a_refund_starts_at_what_is_left(self):
        self._at_the_desk(30.0)
        action = self.wallet.with_user(self.cashier).action_refund()
        wizards = self.env[action["res_model"]].with_user(self.cashier)
        with Form(wizards.with_context(**action["context"])) as form:
            self.assertEqual(form.amount, 30.0)

    def test_entered_in_the_erp(self):
        payment = (
            self.env["account.payment"]
            .with_user(self.cashier)
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.tenant.id,
                    "amount": 70.0,
                    "journal_id": self.bank.id,
                    "convenience_fund": "prepayment",
                    "convenience_office_id": self.office.id,
                }
            )
        )
        self.assertFalse(self.wallet)
        payment.action_post()
        self.assertEqual(self.wallet.available, 70.0)
        self.assertLedger()

    def test_a_credit_from_elsewhere_is_no_prepayment(self):
        self._october()
        statement = self._invoice(self._settlement()).statement_ids
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.tenant.id,
                "amount": 70.0,
                "journal_id": self.bank.id,
            }
        ).action_post()
        self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.tenant.id,
                "invoice_date": date(2026, 10, 31),
                "invoice_line_ids": [Command.create({"name": "Goodwill", "price_unit": 40.0})],
            }
        ).action_post()
        self.assertFalse(self.wallet)
        request = self._order(self.sixty)
        with self._refused("60.00 are missing"):
            request.with_user(self.supervisor).action_assign()
        self.assertEqual(statement.amount_residual, 80.0)
        self.assertLedger()

    def test_a_collectors_money_counts_when_the_cashier_has_it(self):
        self.office.collector_ids = self.clerk
        request = self._order(self.sixty)
        receipt = self._at_the_desk(100.0, user=self.clerk)
        self.assertEqual(receipt.state, "collected")
        self.assertFalse(self.wallet)
        receipt._write_guarded({"journal_id": self.cash.id})
        receipt.with_user(self.cashier)._move_to("posted")
        self.assertEqual((self.wallet.available, request.prepayment_reserved), (40.0, 60.0))
        self.assertLedger()

    def test_only_residents_of_the_office(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self._refused("Stranger is not registered at JK Garden"):
            self._at_the_desk(5.0, partner_id=stranger.id)

    # ------------------------------------------------------------------ paid back, cancelled

    def test_the_rest_is_paid_back(self):
        self._at_the_desk(100.0)
        self._order(self.sixty)
        with self._refused("40.01 are needed, .*40.00 are available .*: .*0.01 are missing"):
            self._at_the_desk(40.01, "out")
        receipt = self._at_the_desk(40.0, "out", journal_id=self.bank.id)
        self.assertEqual(
            self._entry(receipt.payment_id.move_id),
            {("1002", "Tenant"): -40.0, ("2203", "Tenant"): 40.0},
        )
        self.assertEqual(self._figures(), (100.0, 60.0, 0.0, 40.0, 0.0))
        self.assertLedger()

    def test_a_refund_cancelled_serves_who_waits(self):
        self._at_the_desk(100.0)
        refund = self._at_the_desk(100.0, "out")
        request = self._order(self.sixty)
        self.assertEqual(request.prepayment_reserved, 0.0)
        refund.with_user(self.cashier).action_cancel(reason="He changed his mind")
        self.assertEqual(self._figures(), (100.0, 60.0, 0.0, 0.0, 40.0))
        self.assertEqual(request.prepayment_reserved, 60.0)
        self.assertLedger()

    def test_a_receipt_is_cancelled_only_while_its_money_is_there(self):
        receipt = self._at_the_desk(50.0)
        other = self._at_the_desk(50.0)
        request = self._order(self.sixty)
        with self._refused("50.00 are needed, .*40.00 are available"):
            receipt.with_user(self.cashier).action_cancel(reason="Wrong")
        self.assertLedger()
        request.with_user(self.clerk).action_cancel(reason="Not wanted")
        receipt.with_user(self.cashier).action_cancel(reason="Wrong")
        self.assertEqual(self._figures(), (50.0, 0.0, 0.0, 0.0, 50.0))
        self.assertLedger()
        self._at_the_desk(20.0, "out")
        with self._refused("50.00 are needed, .*30.00 are available"):
            other.with_user(self.cashier).action_cancel(reason="Wrong")
        self.assertLedger()

    # ------------------------------------------------------------------ who may

    def test_roles_at_the_desk(self):
        self._at_the_desk(100.0)
        for role, user in self.users.items():
            for direction in ("in", "out"):
                if role == "cashier":
                    continue
                with self.subTest(role=role, direction=direction), self.assertRaises(AccessError):
                    self._at_the_desk(5.0, direction, user)
        self.office.collector_ids = self.clerk
        with self.assertRaises(AccessError):
            self._at_the_desk(5.0, "out", self.clerk)
        self.assertEqual(self._figures(), (100.0, 0.0, 0.0, 0.0, 100.0))

    def test_nobody_changes_the_account_by_hand(self):
        self._at_the_desk(100.0)
        wallet, movement = self.wallet, self.wallet.movement_ids
        for user in (*self.users.values(), self.env.ref("base.user_admin")):
            own = wallet.with_user(user)
            for attack in (
                lambda own=own: own.write({"received": 500.0}),
                lambda own=own: own.write({"available": 500.0}),
                lambda own=own: own.write({"movement_ids": [Command.clear()]}),
                lambda own=own: own.create(
                    {"partner_id": self.owner.id, "company_id": self.company.id, "received": 9.0}
                ),
                own.unlink,
                movement.with_user(user).unlink,
                lambda user=user: movement.with_user(user).write({"amount": 1.0}),
                lambda user=user: movement.with_user(user).copy(),
            ):
                with self.subTest(user=user.login, attack=attack), self.assertRaises(UserError):
                    attack()
        self.assertEqual(self._figures(), (100.0, 0.0, 0.0, 0.0, 100.0))

    def test_sums_for_the_desk_and_no_account(self):
        self._at_the_desk(100.0)
        self._order(self.sixty)
        for role in ("clerk", "director", "cashier", "general_manager"):
            tenant = self.tenant.with_user(self.users[role])
            self.assertEqual(
                (tenant.convenience_prepayment, tenant.convenience_prepayment_available),
                (100.0, 40.0),
            )
        for role in ("clerk", "director", "worker_user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.wallet.with_user(self.users[role]).read(["balance"])
        with self.assertRaises(AccessError):
            self.tenant.with_user(self.worker_user).read(["convenience_prepayment"])

    def test_another_office_is_told_nothing(self):
        self._at_the_desk(100.0)
        outsider = self._make_user("outsider", self.company, "group_clerk")
        self._make_office("Lake Side", self.company, outsider)
        tenant = self.tenant.with_user(outsider)
        self.assertEqual(tenant.convenience_prepayment_available, 0.0)

    def test_two_companies(self):
        self._at_the_desk(100.0)
        other = self._make_company("Lake Property Management")
        cashier = self._make_user("cashier", other)
        self.assertFalse(self.env["convenience.wallet"].with_user(cashier).search([]))
        with self.assertRaises(AccessError):
            self.wallet.with_user(cashier).read(["balance"])
        with self._refused("", (AccessError, UserError)):
            self._at_the_desk(5.0, "out", cashier)
        self.assertFalse(self.env["convenience.wallet"]._find(other, self.tenant))

    # ------------------------------------------------------------------ paper

    def test_account_on_paper(self):
        self._at_the_desk(100.0)
        self._at_the_desk(30.0, "out")
        today = self.office._today()
        wizard = (
            self.env["convenience.wallet.report"]
            .with_user(self.cashier)
            .create({"wallet_ids": self.wallet.ids, "date_from": today, "date_to": today})
        )
        data = wizard.action_print()["data"]
        report = self.env["report.convenience_service.report_wallet"].with_user(self.cashier)
        (paper,) = report._get_report_values([], data)["papers"]
        self.assertEqual((paper["opening"], paper["closing"]), ("0.00", "70.00"))
        self.assertEqual([row["balance"] for row in paper["rows"]], ["100.00", "70.00"])
        self.assertEqual([row["out"] for row in paper["rows"]], ["", "30.00"])
        later = {**data, "date_from": "2099-01-01", "date_to": "2099-12-31"}
        (paper,) = report._get_report_values([], later)["papers"]
        self.assertEqual((paper["opening"], paper["rows"]), ("70.00", []))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "convenience_service.report_wallet", [], data=data
        )
        self.assertIn(b"70.00", html)
        with self.assertRaises(AccessError):
            report.with_user(self.clerk)._get_report_values([], data)
