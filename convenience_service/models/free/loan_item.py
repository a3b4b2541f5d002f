from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceLoanItem(models.Model):
    """One thing the office lends (可借用物品): a ladder, a trolley, a set of tools."""

    _name = "convenience.loan.item"
    _description = "Thing to Lend"
    _inherit = ["convenience.guarded.mixin"]
    _order = "office_id, number, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    name = fields.Char(required=True)
    number = fields.Char(required=True, help="Written on the thing, one for each piece.")
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        "Lent As",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_convenience', '=', True), ('convenience_kind', '=', 'loan')]",
        help="The service of the tariff. Where it asks for a deposit, the thing is handed out on a "
        "request for that service only.",
    )
    note = fields.Char()
    active = fields.Boolean(default=True)
    loan_ids = fields.One2many("convenience.loan", "item_id", "Loans")
    current_loan_id = fields.Many2one(
        "convenience.loan", "Out With", compute="_compute_current_loan_id"
    )
    is_out = fields.Boolean("Out Now", compute="_compute_current_loan_id", search="_search_is_out")

    _number_unique = models.UniqueIndex(
        "(office_id, number)", "There is already a thing to lend of this number at the office."
    )

    @api.depends("name", "number")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.name or ''} ({item.number or ''})"

    @api.depends("loan_ids.state")
    def _compute_current_loan_id(self):
        for item in self:
            item.current_loan_id = item.loan_ids.filtered(lambda loan: loan.state != "returned")[:1]
            item.is_out = bool(item.current_loan_id)

    @api.model
    def _search_is_out(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("loan_ids", "any", [("state", "!=", "returned")])

    def write(self, vals):
        if {"active", "office_id"} & vals.keys():
            self._refuse_out()
        return super().write(vals)

    def _refuse_out(self):
        """A thing that is out stays where it is counted until it is back."""
        for item in self.filtered("is_out"):
            raise UserError(
                self.env._(
                    "%(item)s is with %(resident)s. Take it back first.",
                    item=item.display_name,
                    resident=item.current_loan_id.resident_id.name,
                )
            )
