from odoo import api, fields, models


class AccountTax(models.Model):
    """A rate that is changed after bills were made with it is kept, for what credits them."""

    _name = "account.tax"
    _inherit = ["account.tax"]

    convenience_current_id = fields.Many2one(
        "account.tax",
        "Now",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        exportable=False,
        help="The tax whose former rate this one keeps.",
    )
    convenience_former_ids = fields.One2many(
        "account.tax",
        "convenience_current_id",
        "Former Rates",
        readonly=True,
        copy=False,
        context={"active_test": False},
        exportable=False,
    )
    convenience_until = fields.Datetime(
        "Former Rate Until", readonly=True, copy=False, exportable=False
    )

    def write(self, vals):
        if "amount" in vals:
            self.filtered(lambda tax: tax.amount != vals["amount"])._keep_former()
        return super().write(vals)

    def _keep_former(self):
        """Keep, archived, the rates that bills were made with and that are changed now."""
        # sudo: whether bills were made with it does not depend on who changes the rate
        groups = (
            self.env["convenience.statement.line"]
            .sudo()
            ._read_group([("tax_ids", "in", self.ids), ("move_line_id", "!=", False)], ["tax_ids"])
        )
        for (tax,) in groups:
            if tax in self:
                tax.copy(tax._prepare_former())

    def _prepare_former(self):
        moment = fields.Datetime.now()
        return {
            "name": self.env._(
                "%(tax)s, %(rate)s%% until %(moment)s",
                tax=self.name,
                rate=f"{self.amount:g}",
                moment=fields.Datetime.to_string(moment),
            ),
            "active": False,
            "convenience_current_id": self.id,
            "convenience_until": moment,
        }

    @api.model
    def _rates_of(self, taxes, moment):
        """Return the taxes as they were at a moment, UTC."""
        rates = self.browse()
        for tax in taxes:
            former = tax.convenience_former_ids.filtered(
                lambda old: old.convenience_until > moment
            ).sorted("convenience_until")
            rates |= former[:1] or tax
        return rates


class AccountMove(models.Model):
    """A credit note takes back the tax that was billed, whatever the rate is by now."""

    _name = "account.move"
    _inherit = ["account.move"]

    def _copied_to_credit(self):
        notes = super()._copied_to_credit()
        # sudo: former rates are no secret of the chart
        for line in notes.sudo().invoice_line_ids:
            billed = line.move_id._credited_invoice()
            rates = line.tax_ids._rates_of(line.tax_ids, billed.create_date) if billed else None
            if rates and rates != line.tax_ids:
                line.tax_ids = rates
        return notes
