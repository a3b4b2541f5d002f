from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import DESK_GROUPS

LINE_PROTECTED = frozenset(
    {
        "product_id",
        "quantity",
        "price_unit",
        "tax_ids",
        "discount",
        "product_uom_id",
        "display_type",
        "move_id",
    }
)
AMOUNTS = frozenset({"balance", "amount_currency", "debit", "credit"})


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    convenience_line_ids = fields.One2many(
        "convenience.statement.line",
        "move_line_id",
        "Convenience Claims",
        copy=False,
        groups=DESK_GROUPS,
        # what was claimed once stays protected: a cancelled invoice is evidence too
        context={"active_test": False},
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env["account.move"]._has_convenience_permit():
            lines._refuse_added()
            lines._refuse_changing_posted()
        return lines

    def write(self, vals):
        if LINE_PROTECTED & vals.keys():
            self._refuse_claimed()
            self._refuse_moving_in(vals)
        if "move_id" in vals:
            self._refuse_retying(vals["move_id"])
        if AMOUNTS & vals.keys() and not self.env["account.move"]._has_convenience_permit():
            self._refuse_amounts(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        self._refuse_claimed()
        if not self.env["account.move"]._has_convenience_permit():
            self._refuse_changing_posted()

    def _refuse_added(self):
        added = self.filtered(
            lambda line: line.display_type == "product" and line.move_id.convenience_statement_id
        )
        self._raise_claimed(added)

    def _refuse_claimed(self):
        # sudo: claims hold whoever looks
        self._raise_claimed(
            self._of_statements().filtered(lambda line: line.sudo().convenience_line_ids)
        )

    def _of_statements(self):
        """The lines of invoices of statements: other invoices are none of our business."""
        return self.filtered(lambda line: line.move_id.convenience_statement_id)

    def _refuse_moving_in(self, vals):
        target = self.env["account.move"].browse(vals.get("move_id"))
        if target.convenience_statement_id:
            self._raise_claimed(self.filtered(lambda line: line.move_id != target))
        if "move_id" in vals:
            # what is owed, too, stays on the invoice that bills it
            self._raise_claimed(self._of_statements().filtered(lambda line: line.move_id != target))

    def _refuse_retying(self, move_id):
        """Items neither leave what residents are told of, nor come to it from elsewhere."""
        target = self.env["account.move"].browse(move_id)
        retied = self.filtered(lambda line: line.move_id != target)
        if retied:
            (retied | target.line_ids)._raise_staying()

    def _refuse_changing_posted(self):
        """Nobody adds an item to a posted bill or its credit note, or takes one away, as the ERP
        lets a program do with taxes: what is owed would follow.
        """
        self.filtered(
            lambda line: line.move_id.state == "posted" and line.move_id.is_invoice()
        )._raise_staying()

    def _raise_staying(self):
        for line in self._with_claimed_figures():
            raise UserError(
                self.env._(
                    "%(entry)s books what a resident owes or paid: its items stay with it, and no "
                    "others come to it. Cancel the receipt, or credit the bill, instead.",
                    entry=line.move_id.display_name,
                )
            )

    def _refuse_amounts(self, vals):
        """Amounts of items and taxes follow from the claims; nobody types others over them."""
        follow = self._of_statements().filtered(
            lambda line: (
                line.sudo().convenience_line_ids
                or (line.tax_line_id and line.move_id._bills_claims())
            )
        )
        names = AMOUNTS & vals.keys()
        self._raise_claimed(
            follow.filtered(
                lambda line: any(
                    line.currency_id.compare_amounts(line[name], vals[name]) for name in names
                )
            )
        )

    def _raise_claimed(self, lines):
        for line in lines:
            raise UserError(
                self.env._(
                    "%(item)s on %(invoice)s is billed from statement %(statement)s: item, "
                    "quantity, price, tax and discount stay. Cancel or credit the invoice "
                    "instead.",
                    item=line.name or line.product_id.display_name,
                    invoice=line.move_id.display_name,
                    statement=line.move_id.sudo().convenience_statement_id.name,
                )
            )
