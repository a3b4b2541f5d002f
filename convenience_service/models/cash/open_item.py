from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER, DESK_GROUPS


class AccountMoveLine(models.Model):
    """Money that is an office's: what a receipt took or paid out, what the ERP's own payment was
    entered for, and what is left of money that paid one of its bills.
    """

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    convenience_receipt_ids = fields.One2many(
        "convenience.receipt", "source_line_id", "Receipts", readonly=True, groups=DESK_GROUPS
    )

    @api.depends(
        "move_id.origin_payment_id.convenience_office_id",
        "convenience_receipt_ids.state",
    )
    def _compute_convenience_origin(self):
        return super()._compute_convenience_origin()

    def _convenience_origin(self):
        office, payer = super()._convenience_origin()
        payment = self.move_id.origin_payment_id
        held = self.convenience_receipt_ids.filtered(lambda receipt: receipt.state == "posted")
        if not office and payment.convenience_office_id:
            return payment.convenience_office_id, payment.partner_id
        if held and (not office or office == self.convenience_assigned_id):
            return held[0].office_id, held[0].partner_id
        return office, payer

    # ------------------------------------------------------------------ the cashier's decision

    def _assign_to_office(self, office):
        """Have the office count money of a payer that no office has.

        :raise AccessError: for anybody but a cashier of the office's company
        :raise UserError: for what is no such money
        """
        office._require_role(CASHIER, act=self.env._("assign money to it"))
        office.check_access("read")
        # sudo: the cashier's decision is the permission
        items = self.sudo()
        for item in items:
            item._check_assignable(office)
        items._assign_convenience_office(office)

    def _check_assignable(self, office):
        own = self.convenience_office_id in (office.browse(), self.convenience_assigned_id)
        receivable = self.account_id.account_type == "asset_receivable"
        if (
            not (own and receivable and self.partner_id)
            or self.company_id != office.company_id
            or self.parent_state != "posted"
            or self.amount_residual >= 0
        ):
            raise UserError(
                self.env._(
                    "%(entry)s is no money of a payer that waits to be assigned to an office. "
                    "Choose money that is booked, not used, and no office's yet.",
                    entry=self.move_id.display_name,
                )
            )
