from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER


class ConvenienceStatement(models.Model):
    """What is over at an office (余额): left by credit notes, paid too much, entered without a
    bill. It is set against what the payer owes there, or paid back.
    """

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    amount_over = fields.Monetary(
        "Over at the Office",
        compute="_compute_amount_over",
        groups="convenience_service.group_cashier",
        help="Of the payer, and not used for a bill.",
    )

    def _compute_amount_over(self):
        credits = self._office_credits(self.office_id, self.partner_id)
        for statement in self:
            over = credits.get((statement.office_id.id, statement.partner_id.id), 0.0)
            statement.amount_over = max(over, 0.0)

    def _amounts_open(self):
        """What a collector has in hand is not owed a second time."""
        super()._amounts_open()
        return self._left_to_collect()

    @api.model
    def _credit_items(self, offices, payers):
        """Return the open items that are over in the payers' favour, the oldest first, as the
        system sees them.
        """
        # sudo: the caller has checked who asks
        items = self.env["account.move.line"].sudo()
        domain = items._convenience_credits_domain(offices, payers)
        return items.search(domain, order="date, id").filtered(
            lambda item: item.amount_residual < 0
        )

    def _set_against_credits(self):
        """Set what is over at their office against these bills, the oldest first.

        Bills that a collector has money for are left out. The caller has checked who asks.
        """
        # sudo: see above
        bills = self.sudo().filtered(lambda bill: bill.state == "invoiced")
        credits = self._credit_items(bills.office_id, bills.partner_id)
        if not credits:
            return
        left = bills._left_to_collect()
        free = bills.filtered(lambda bill: left[bill] == bill.amount_residual > 0)
        for bill in free.sorted(lambda bill: (bill.date_to, bill.id)):
            owed = bill.invoice_id._convenience_receivables()
            for credit in credits:
                if (credit.convenience_office_id, credit.convenience_payer_id) == (
                    bill.office_id,
                    bill.partner_id,
                ):
                    credit.move_id._reconcile_convenience_lines(credit, owed)

    def _settle_from_funds(self):
        """The bill of the month is lowered by what its paper says is over.

        Bills of single visits are paid as the till says when they are made.
        """
        self.filtered(lambda statement: statement.kind == "monthly")._set_against_credits()
        return super()._settle_from_funds()

    def action_set_against_credits(self):
        """Set what is over at the office against these bills: the cashier's to do.

        :raise AccessError: for anybody else
        :raise UserError: when nothing is over
        """
        self._require_role(CASHIER, act=self.env._("set credits against it"))
        self.check_access("read")
        before = sum(self._left_to_collect().values())
        self._set_against_credits()
        if sum(self._left_to_collect().values()) == before:
            raise UserError(
                self.env._(
                    "Nothing is over that %(statements)s could be paid from at the office.",
                    statements=", ".join(self.mapped("name")),
                )
            )
        return True
