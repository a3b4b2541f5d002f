from odoo import api, fields, models


class ConvenienceProviderClaim(models.Model):
    """A served line that a provider's bill pays for, at the rate that held; plain values.

    The database refuses a second active claim on a request line.
    """

    _name = "convenience.provider.claim"
    _description = "Service on a Provider's Bill"
    _inherit = ["convenience.guarded.mixin"]
    _order = "date, id"
    _check_company_auto = True

    bill_id = fields.Many2one(
        "convenience.provider.bill", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="bill_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, help="Whether the bill that pays for it stands.")
    request_line_id = fields.Many2one(
        "convenience.request.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    request_name = fields.Char("Request Number", readonly=True)
    date = fields.Date("Done On", readonly=True)
    product_id = fields.Many2one(
        "product.product", "Item", required=True, readonly=True, ondelete="restrict"
    )
    uom_id = fields.Many2one("uom.uom", "Unit of Measure", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    method = fields.Selection(
        selection=lambda self: (
            self.env["convenience.provider.rate"]._fields["method"]._description_selection(self.env)
        ),
        readonly=True,
    )
    price_unit = fields.Float("Price", readonly=True, digits=(16, 6), min_display_digits=2)
    amount = fields.Monetary(readonly=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        "Line of the Vendor Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    _paid_once = models.UniqueIndex(
        "(request_line_id) WHERE active", "This service is already on another provider's bill."
    )

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        claims._note_cost(claims.request_line_id)
        return claims

    def write(self, vals):
        result = super().write(vals)
        if {"active", "amount"} & vals.keys():
            self._note_cost(self.request_line_id)
        return result

    def unlink(self):
        lines = self.request_line_id
        result = super().unlink()
        self._note_cost(lines)
        return result

    @api.model
    def _note_cost(self, lines):
        """What the provider is paid is a cost of the service, as long as the bill stands."""
        # sudo: cost is kept for everybody, shown to few
        groups = self.sudo()._read_group(
            [("request_line_id", "in", lines.ids), ("active", "=", True)],
            ["request_line_id"],
            ["amount:sum"],
        )
        paid = {line.id: amount for line, amount in groups}
        values = {line.id: {"provider_cost": paid.get(line.id, 0.0)} for line in lines.sudo()}
        lines._write_guarded_each(values)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "bill_id", "active", "request_line_id", "request_name", "date", "product_id",
            "uom_id", "quantity", "method", "price_unit", "amount", "move_line_id",
        }  # fmt: skip

    def _group_as_billed(self):
        """Return the claims as lines of the bill: one an item and price, exact to the fen.

        Services without an amount stand on no line.
        """
        groups = []
        for group in (
            self.filtered("amount")
            .grouped(lambda claim: (claim.product_id, claim.uom_id, claim.price_unit))
            .values()
        ):
            price = self.currency_id.round(group[0].price_unit)
            total = self.currency_id.round(sum(group.mapped("quantity")) * price)
            exact = not self.currency_id.compare_amounts(total, sum(group.mapped("amount")))
            groups += [group] if exact else list(group)
        return groups

    def _prepare_bill_line(self):
        """Return the values of the line of the vendor bill that pays for these claims."""
        amount, quantity = sum(self.mapped("amount")), sum(self.mapped("quantity"))
        price = self.currency_id.round(self[0].price_unit)
        exact = not self.currency_id.compare_amounts(
            self.currency_id.round(quantity * price), amount
        )
        item = self[0].product_id
        taxes = item.supplier_taxes_id.filtered_domain(
            self.env["account.tax"]._check_company_domain(self.company_id)
        )
        return {
            "product_id": item.id,
            "name": f"{item.name} ({', '.join(self.mapped('request_name'))})",
            "quantity": quantity if exact else 1.0,
            "product_uom_id": self[0].uom_id.id,
            "price_unit": price if exact else amount,
            "tax_ids": [(6, 0, taxes.ids)],
        }
