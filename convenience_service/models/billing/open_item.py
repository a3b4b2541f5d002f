from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from ..guard.permit import with_permit

STORED = ("convenience_office_id", "convenience_payer_id", "convenience_assigned_id")


class AccountMoveLine(models.Model):
    """Which items of receivables are an office's, and whose: one rule, for all papers.

    An item is the office's whose bill it is, or whose payment. All others are the company's own
    money: management fees share account and payer with services. They count at no office until a
    cashier assigns them to one.
    """

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    convenience_office_id = fields.Many2one(
        "convenience.office",
        "Open at Office",
        compute="_compute_convenience_origin",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
        exportable=False,  # its name is for who may read offices
        help="Whose statements, reminders and lists the item counts in.",
    )
    convenience_payer_id = fields.Many2one(
        "res.partner",
        compute="_compute_convenience_origin",
        store=True,
        precompute=True,
        index="btree_not_null",
        copy=False,
        exportable=False,
        help="Who was billed, also where the ERP books it on the firm.",
    )
    convenience_assigned_id = fields.Many2one(
        "convenience.office",
        "Assigned to Office",
        readonly=True,
        copy=False,
        exportable=False,
        help="The cashier's decision, of money that says nothing of where it belongs.",
    )

    def _auto_init(self):
        # where there are books already nothing of them is an office's: not asked item by item
        for name in STORED:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "int4")
        return super()._auto_init()

    @api.depends(
        "account_id",
        "partner_id",
        "move_id.convenience_statement_id",
        "move_id.reversed_entry_id",
        "convenience_assigned_id",
    )
    def _compute_convenience_origin(self):
        for line in self:
            receivable = line.account_id.account_type == "asset_receivable"
            office, payer = line._convenience_origin() if receivable else (False, False)
            line.convenience_office_id, line.convenience_payer_id = office, payer

    def _convenience_origin(self):
        """Hook: return (office, payer) of an item of receivables; none: the company's own."""
        move = self.move_id
        bill = (move | move._credited_invoice()).convenience_statement_id[:1]
        if bill:
            return bill.office_id, bill.partner_id
        office = self.convenience_assigned_id
        return office, self.partner_id if office else False

    # ------------------------------------------------------------------ guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env["account.move"]._has_convenience_permit():
            vals_list = [
                {name: vals[name] for name in vals.keys() - set(STORED)} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        names = set(STORED) & vals.keys()
        if names and not self.env["account.move"]._has_convenience_permit():
            self._refuse_origin(vals, names)
        return super().write(vals)

    def _refuse_origin(self, vals, names):
        for line in self:
            for name in names:
                if line[name].id != (vals[name] or False):
                    raise UserError(
                        self.env._(
                            "%(field)s of %(entry)s follows from the bill or the payment. The "
                            "cashier assigns money to an office on the service file of the payer.",
                            field=line._fields[name]._description_string(self.env),
                            entry=line.move_id.display_name,
                        )
                    )

    def _assign_convenience_office(self, office):
        """Count these items at an office; the caller has checked who asks."""
        # by the move's permit: items are guarded with their entries
        permitted = self.browse(self.ids).with_env(with_permit(self.env["account.move"]).env)
        permitted.write({"convenience_assigned_id": office.id})
