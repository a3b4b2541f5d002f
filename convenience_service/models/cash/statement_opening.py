from odoo import api, fields, models


class ConvenienceStatement(models.Model):
    """Arrears of before the product (期初欠费): bills that are owed, and no revenue any more."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    kind = fields.Selection(
        selection_add=[("opening", "Opening Balance")], ondelete={"opening": "cascade"}
    )

    def _group_claims(self):
        """Each debt stays a line of its own: they differ in unit and text only."""
        groups = super()._group_claims()
        return list(self.line_ids.filtered("active")) if self.kind == "opening" else groups

    def _invoice_date(self):
        """Booked when the books were opened, whenever it fell due."""
        day = super()._invoice_date()
        return self.company_id._convenience_opening_day() if self.kind == "opening" else day

    def _prepare_invoice(self, groups):
        values = super()._prepare_invoice(groups)
        if self.kind == "opening":
            # overdue since the end of its month: the age of the debt counts from there
            values |= {"invoice_payment_term_id": False, "invoice_date_due": self.date_to}
        return values


class ConvenienceStatementLine(models.Model):
    """A debt of before: billed without tax, against the account of opening balances."""

    _name = "convenience.statement.line"
    _inherit = ["convenience.statement.line"]

    def _prepare_invoice_line(self, sequence):
        values = super()._prepare_invoice_line(sequence)
        if self.statement_id.kind == "opening":
            account = self.company_id._convenience_opening_account()
            values |= {"account_id": account.id, "name": self[0]._opening_text()}
        return values

    def _opening_text(self):
        return " ".join(filter(None, (self.name, self.unit_name, str(self.date)[:7])))

    @api.model
    def _prepare_opening(self, unit, day, text, amount):
        """Return the values of a debt of before.

        :param unit: the `convenience.unit` that it is owed for
        :param day: the last day of its month
        :param str text: what it is owed for
        :param float amount: company currency, tax included
        """
        item = self.env.ref("convenience_service.product_opening")
        return {
            "request_name": self.env._("Brought Forward"),
            "date": day,
            "unit_id": unit.id,
            "unit_name": unit.name,
            "product_id": item.id,
            "name": text,
            "quantity": 1.0,
            "uom_id": item.uom_id.id,
            "price_unit": amount,
            "tax_ids": [(6, 0, [])],
            "amount": amount,
        }
