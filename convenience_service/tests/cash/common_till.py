from odoo.fields import Command

from .common_money import MoneyCommon


class TillCommon(MoneyCommon):
    """A payer who settles visit by visit, and a clerk whom the office names collector."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flat, cls.visitor = cls._make_household(
            "3", "301", "Visitor", settlement_mode="per_visit"
        )
        cls.office.collector_ids = cls.clerk

    def _visit(self, item=None, day=15, **row):
        """A reviewed visit of the payer who settles visit by visit."""
        return self._october(
            day,
            **{
                "unit": self.flat,
                "customer": self.visitor,
                "items": [(item or self.drain, 1)],
                **row,
            },
        )

    def _till(self, requests, user=None, **values):
        """The till as it opens for requests."""
        action = requests.with_user(user or self.cashier).action_take_payment()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.cashier)
            .with_context(**action["context"])
            .create({"request_ids": [Command.set(requests.ids)], **values})
        )

    def _collect(self, requests, **values):
        """Bill the requests and take the money; return the receipt."""
        self._till(requests, **values).action_collect()
        return requests.line_ids.statement_line_ids.statement_id.receipt_line_ids.receipt_id

    def _pay(self, statements, amount=None, **values):
        """The cashier takes money for bills; return the wizard's action."""
        wizard = (
            self.env["convenience.statement.payment"]
            .with_user(self.cashier)
            .create({"statement_ids": [Command.set(statements.ids)], **values})
        )
        if amount is not None:
            wizard.amount = amount
        return wizard.action_pay()

    def _give(self, collector=None, statements=(), requests=(), **values):
        """A collector gives a receipt on the spot."""
        before = self.env["convenience.receipt"].search([])
        wizard = (
            self.env["convenience.collection"]
            .with_user(collector or self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "partner_id": self.visitor.id,
                    "statement_ids": [Command.set([bill.id for bill in statements])],
                    "request_ids": [Command.set([request.id for request in requests])],
                    **values,
                }
            )
        )
        wizard.action_give_receipt()
        return self.env["convenience.receipt"].search([]) - before

    def _hand_over(self, collector=None):
        """A collector hands over all that is in hand."""
        handover = (
            self.env["convenience.handover"]
            .with_user(collector or self.clerk)
            .create({"office_id": self.office.id})
        )
        handover.action_submit()
        return handover.with_user(self.env.user)

    def _accept(self, handover, counted=None, user=None, **values):
        """The cashier counts and accepts."""
        wizard = (
            self.env["convenience.handover.acceptance"]
            .with_user(user or self.cashier)
            .create(
                {
                    "handover_id": handover.id,
                    "amount": handover.amount_total if counted is None else counted,
                    "journal_id": self.cash.id,
                    **values,
                }
            )
        )
        return wizard.action_accept()

    def _register_in_erp(self, invoices, **values):
        """Somebody registers a payment with the ERP's own screen."""
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create({"journal_id": self.bank.id, **values})
        )
        return wizard._create_payments()

    def _credit(self, invoice):
        """The cashier credits an invoice in full."""
        return (
            self.env["account.move.reversal"]
            .with_user(self.cashier)
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "Done badly"})
            .reverse_moves()
        )
