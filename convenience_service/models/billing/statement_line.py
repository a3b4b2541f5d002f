from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceStatementLine(models.Model):
    """The only claim on anything billable, copied as it is billed.

    The database refuses a second active claim on a request line. A claim that is given up stays,
    inactive, so that the statement prints as it was.
    """

    _name = "convenience.statement.line"
    _description = "Statement Line"
    _inherit = "convenience.guarded.mixin"
    _order = "date, id"
    _check_company_auto = True

    statement_id = fields.Many2one(
        "convenience.statement", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="statement_id.office_id", store=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, help="Whether the claim holds.")
    request_line_id = fields.Many2one(
        "convenience.request.line", ondelete="restrict", readonly=True, index="btree_not_null"
    )
    request_id = fields.Many2one(related="request_line_id.request_id")
    request_name = fields.Char("Request Number", readonly=True)
    date = fields.Date(readonly=True)
    unit_id = fields.Many2one("convenience.unit", readonly=True, ondelete="restrict")
    unit_name = fields.Char("Unit Billed", readonly=True)
    product_id = fields.Many2one(
        "product.product", "Item", required=True, readonly=True, ondelete="restrict"
    )
    name = fields.Char("Description", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one("uom.uom", "Unit of Measure", readonly=True)
    price_unit = fields.Monetary("Price", readonly=True)
    tax_ids = fields.Many2many(
        "account.tax",
        "convenience_statement_line_tax_rel",
        string="Taxes",
        ondelete="restrict",
        # a tax that is archived later still is the tax of this visit
        context={"active_test": False},
        readonly=True,
    )
    amount = fields.Monetary(readonly=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        "Invoice Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )

    _claimed_once = models.UniqueIndex(
        "(request_line_id) WHERE active", "This service is already on another statement."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "statement_id", "active", "request_line_id", "request_name", "date", "unit_id",
            "unit_name", "product_id", "name", "quantity", "uom_id", "price_unit", "tax_ids",
            "amount", "move_line_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "active": True, "move_line_id": False}

    def _locked_for_files(self):
        return self.statement_id._locked_for_files()

    def _leave_drafts(self):
        """Give up claims of statements that are drafts still; the next compilation takes them.

        The caller has decided on what is billed, and may.

        :raise UserError: for a claim whose statement is accepted
        """
        for claim in self:
            settlement = claim.statement_id.settlement_id
            if claim.statement_id.state != "draft" or settlement.state not in (False, "draft"):
                raise UserError(
                    self.env._(
                        "%(request)s is on %(statement)s already. Have that credited instead.",
                        request=claim.request_name,
                        statement=claim.statement_id.name,
                    )
                )
        statements = self.statement_id
        self.unlink()
        statements.filtered(lambda statement: not statement.line_ids).unlink()

    def _prepare_invoice_line(self, sequence):
        """Return the values of the invoice line that bills these claims together."""
        first = self[0]
        return {
            "sequence": sequence,
            "product_id": first.product_id.id,
            "name": first.name or first.product_id.name,
            "quantity": sum(self.mapped("quantity")),
            "product_uom_id": first.uom_id.id,
            "price_unit": first.price_unit,
            "tax_ids": [(6, 0, first.tax_ids.ids)],
            "discount": 0.0,
        }
