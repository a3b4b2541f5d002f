from odoo import api, fields, models
from odoo.exceptions import UserError

from .convenience_request_credit import DESK_GROUPS

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
# What the lists of wallets, deposits and entrusted money are compared with.
FUND_PROTECTED = AMOUNTS | {"account_id", "partner_id", "date", "move_id", "company_id"}


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
        lines._refuse_posted_on_funds()
        return lines

    def write(self, vals):
        if LINE_PROTECTED & vals.keys():
            self._refuse_claimed()
            self._refuse_moving_in(vals)
            self.env["convenience.provider.bill"]._refuse_changing(self, set(vals))
        if AMOUNTS & vals.keys() and not self.env["account.move"]._has_convenience_permit():
            self._refuse_amounts(vals)
        changed = self.browse()
        if FUND_PROTECTED & vals.keys():
            changed = self.filtered(lambda line: line._changes_fund(vals))
            changed._refuse_posted_on_funds()
        result = super().write(vals)
        changed._refuse_posted_on_funds()
        return result

    def _changes_fund(self, vals):
        """Whether the values say otherwise than this line does, where funds are concerned."""
        return any(
            self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(self[name], self)
            for name in FUND_PROTECTED & vals.keys()
        )

    def _refuse_posted_on_funds(self):
        """Posted items on the accounts of residents' money neither change nor come or go."""
        moves = self.env["account.move"]
        if moves._has_fund_permit():
            return
        for line in self.filtered(lambda line: line.parent_state == "posted"):
            # sudo: the accounts are the company's, whoever books
            if line.account_id in line.company_id.sudo()._convenience_fund_accounts():
                moves._raise_kept_by_receipts(line.account_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        self._refuse_claimed()
        self.env["convenience.provider.bill"]._refuse_changing(self, LINE_PROTECTED)

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

    def _is_entered_money(self):
        """Whether the line is money that came or went and has no receipt of its own."""
        payment, entry = self.move_id.origin_payment_id, self.move_id
        if payment.convenience_fund or payment.convenience_receipt_ids:
            return False
        return bool(payment or entry.statement_line_id)

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
