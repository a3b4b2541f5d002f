from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.permit import has_permit, with_permit
from ..guard.roles import DESK_GROUPS
from .res_company import FUNDS

MONEY_TAKEN = frozenset(("in_process", "paid"))
MONEY_BACK = frozenset(("draft", "canceled", "rejected"))
# What the receipt says: the payment may not say otherwise.
PAYMENT_PROTECTED = frozenset(
    {
        "amount",
        "convenience_fund",
        "convenience_office_id",
        "company_id",
        "currency_id",
        "date",
        "destination_account_id",
        "journal_id",
        "move_id",
        "outstanding_account_id",
        "partner_id",
        "partner_type",
        "payment_type",
    }
)


class AccountPayment(models.Model):
    """Payments behind receipts, and prepayments that are entered in the ERP itself.

    A payment with a fund is booked to the account that the company keeps that money on, and
    every one of them has a receipt: what the receipts say is what the ledger says.
    """

    _inherit = "account.payment"

    convenience_fund = fields.Selection(
        selection=lambda self: [
            (purpose, label) for purpose, label in self._convenience_fund_labels().items()
        ],
        string="Money of Residents",
        copy=False,
        help="Empty: pays bills. A prepayment is kept for services to come.",
    )
    convenience_office_id = fields.Many2one(
        "convenience.office",
        "Management Office",
        check_company=True,
        copy=False,
        exportable=False,  # its name is for who may read offices
    )
    convenience_receipt_ids = fields.One2many(
        "convenience.receipt", "payment_id", "Receipts", readonly=True, groups=DESK_GROUPS
    )

    @api.model
    def _convenience_fund_labels(self):
        labels = {
            "prepayment": self.env._("Prepayment"),
            "deposit": self.env._("Deposit"),
            "entrusted": self.env._("Entrusted Money"),
        }
        return {purpose: labels[purpose] for purpose in FUNDS}

    # ------------------------------------------------------------------ accounts

    @api.depends("convenience_fund")
    def _compute_destination_account_id(self):
        result = super()._compute_destination_account_id()
        for payment in self.filtered("convenience_fund"):
            payment.destination_account_id = payment.company_id._convenience_fund_account(
                payment.convenience_fund
            )
        return result

    @api.depends("convenience_office_id")
    def _compute_outstanding_account_id(self):
        """Money on a receipt lies in the till or on the bank account, unless the way of paying
        has an account for what is under way.
        """
        result = super()._compute_outstanding_account_id()
        for payment in self.filtered("convenience_office_id"):
            if not payment.outstanding_account_id:
                payment.outstanding_account_id = payment.journal_id.default_account_id
        return result

    # ------------------------------------------------------------------ receipts

    @api.model
    def _create_for_receipts(self, vals_list):
        """Create the payments of receipts; only receipts get past the guards below."""
        return with_permit(self, vals_list).create(vals_list)

    def _has_receipt_permit(self):
        return has_permit(self, self._name)

    def _cancel_for_receipts(self):
        """Cancel the payments of cancelled receipts."""
        # straight from posted: a draft would be deleted, and an entry with a number cannot be
        with_permit(self).action_cancel()

    def write(self, vals):
        if MONEY_BACK & {vals.get("state")} or PAYMENT_PROTECTED & vals.keys():
            self._refuse_receipted(vals)
        if "convenience_fund" in vals and not self._has_receipt_permit():
            self._refuse_turning_booked(vals["convenience_fund"])
        if "convenience_office_id" in vals and not self._has_receipt_permit():
            self._refuse_moving_booked(vals["convenience_office_id"])
        result = super().write(vals)
        if vals.get("state") in MONEY_TAKEN and not self._has_receipt_permit():
            self._give_prepayment_receipts()
        return result

    def _refuse_receipted(self, vals):
        if self._has_receipt_permit():
            return
        # sudo: a receipt binds whoever changes its payment
        for payment in self.sudo():
            receipt = payment.convenience_receipt_ids.filtered(lambda r: r.state == "posted")[:1]
            if receipt and payment._contradicts(vals):
                raise UserError(
                    self.env._(
                        "%(payment)s is what receipt %(receipt)s says. Cancel the receipt instead.",
                        payment=payment.display_name,
                        receipt=receipt.name,
                    )
                )

    def _refuse_turning_booked(self, fund):
        """What is booked on the payer's debts does not become a prepayment by a mark."""
        for payment in self:
            if payment.state in MONEY_TAKEN and (payment.convenience_fund or False) != (
                fund or False
            ):
                raise UserError(
                    self.env._(
                        "%(payment)s is booked already. Reset it to draft before you say what the "
                        "money is for.",
                        payment=payment.display_name,
                    )
                )

    def _refuse_moving_booked(self, office_id):
        """Which office booked money counts at is the cashier's decision, and nobody else's."""
        for payment in self:
            if payment.state in MONEY_TAKEN and payment.convenience_office_id.id != (
                office_id or False
            ):
                raise UserError(
                    self.env._(
                        "%(payment)s is booked already. The cashier assigns it to an office on "
                        "the service file of the payer.",
                        payment=payment.display_name,
                    )
                )

    def _contradicts(self, vals):
        """Whether the values undo the payment or say otherwise than it does."""
        if vals.get("state") in MONEY_BACK:
            return True
        return any(
            self._fields[name].convert_to_write(self[name], self) != vals[name]
            for name in PAYMENT_PROTECTED & vals.keys()
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_receipted(self):
        self._refuse_receipted({"state": "canceled"})

    def _give_prepayment_receipts(self):
        """Give out receipts for what was entered in the ERP as money of residents."""
        # sudo: whoever may book the payment has the receipt given out
        waiting = self.sudo().filtered(
            lambda payment: (
                payment.convenience_fund
                and payment.move_id.state == "posted"
                and not payment.convenience_receipt_ids
            )
        )
        for payment in waiting:
            payment._check_prepayment()
            payment._refuse_booked_elsewhere()
        receipts = waiting.env["convenience.receipt"]._create_guarded(
            [
                {
                    **waiting.env["convenience.receipt"]._prepare_issue(payment._prepare_receipt()),
                    "payment_id": payment.id,
                }
                for payment in waiting
            ]
        )
        receipts._give_numbers()
        receipts._move_to_by_system("posted", via="payment")
        # posted from its entry, it is under way all the same
        waiting.filtered(lambda payment: payment.state in MONEY_BACK).state = "in_process"

    def _check_prepayment(self):
        if (
            self.convenience_fund != "prepayment"
            or self.payment_type != "inbound"
            or self.partner_type != "customer"
            or not self.convenience_office_id
            or not self.partner_id
            or self.currency_id != self.company_id.currency_id
        ):
            raise UserError(
                self.env._(
                    "%(payment)s: enter here only prepayments of a customer to an office, in the "
                    "currency of the company. Deposits and refunds have buttons of their own.",
                    payment=self.display_name,
                )
            )

    def _refuse_booked_elsewhere(self):
        """What the receipt will say is what the ledger says, whatever items the entry was given."""
        held = self.move_id._fund_lines()
        # sudo: the account is the company's, whoever books
        company = self.company_id.sudo()
        if (
            held.account_id != company[company._convenience_fund_fields()[self.convenience_fund]]
            or held.partner_id != self.partner_id
            or self.currency_id.compare_amounts(-sum(held.mapped("balance")), self.amount)
        ):
            raise UserError(
                self.env._(
                    "%(payment)s says %(amount)s, but its entry books something else. Undo what "
                    "was changed on the entry.",
                    payment=self.display_name,
                    amount=self.currency_id.format(self.amount),
                )
            )

    def _prepare_receipt(self):
        return {
            "office_id": self.convenience_office_id.id,
            "partner_id": self.partner_id.id,
            "kind": self.convenience_fund,
            "amount": self.amount,
            "journal_id": self.journal_id.id,
            "date": self.date,
            "memo": self.memo,
        }
