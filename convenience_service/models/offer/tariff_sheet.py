import base64

from odoo import api, fields, models

from ...sheets import columns, values, writing

WORDS = {
    "charging": columns.CHARGING,
    "service_kind": columns.SERVICE_KINDS,
    "price_rule": columns.PRICE_RULES,
    "operation": columns.OPERATIONS,
}
YES_NO = {True: ("是", "Yes"), False: ("否", "No")}


class ConvenienceTariff(models.Model):
    """A tariff as the sheet that it can be loaded from again: what comes back unchanged changes
    nothing.
    """

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    sheet_file = fields.Binary(
        "Sheet to Change and Load Again",
        compute="_compute_sheet_file",
        attachment=False,
        exportable=False,
        groups="convenience_service.group_director",
    )
    sheet_name = fields.Char(compute="_compute_sheet_name")

    @api.depends("name")
    def _compute_sheet_name(self):
        for tariff in self:
            tariff.sheet_name = f"{tariff.name}.xlsx"

    def _compute_sheet_file(self):
        for tariff in self:
            tariff.sheet_file = base64.b64encode(tariff._sheet()) if tariff.id else False

    def _sheet(self):
        """Return the xlsx workbook of the lines, in the language of the user."""
        kind = "tariff" if self.kind == "annual" else "amendment"
        rows = [line._sheet_row() for line in self.line_ids]
        return writing.filled(columns.KINDS[kind], rows, self.env.lang)


class ConvenienceTariffLine(models.Model):
    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    def _sheet_row(self):
        """Return {key of a column: cell} of the line."""
        item = self.product_id
        taxes = item.taxes_id.filtered_domain(
            self.env["account.tax"]._check_company_domain(self.company_id)
        )
        return {
            "item": item.name,
            "category": item.categ_id.name,
            "charging": self._sheet_word("charging", item.convenience_charging),
            "service_kind": self._sheet_word("service_kind", item.convenience_kind),
            "uom": self.uom_id.name,
            "price_rule": self._sheet_word("price_rule", self.price_rule),
            "price": self.price,
            "deposit": self.deposit,
            "types": self.customer_type_id.name or "",
            "department": self.department_id.name or "",
            "expected_cost": self.expected_cost,
            "tax_rate": taxes[:1].amount,
            "prepaid": self._sheet_yes_no(self.prepaid),
            "respond_hours": item.convenience_respond_hours or "",
            "finish_hours": item.convenience_finish_hours or "",
            "noisy": self._sheet_yes_no(item.convenience_noisy),
            "min_subscribers": item.convenience_min_subscribers or "",
            "margin_reason": self.margin_reason or "",
            "date_start": self.tariff_id.date_start,
            "operation": self._sheet_word("operation", self.operation),
        }

    @api.model
    def _sheet_word(self, key, value):
        """Return the word of a choice that the import reads, in the language of the user."""
        chinese, english = values.words_of(WORDS[key], value)
        return chinese if columns.is_chinese(self.env.lang) else english

    @api.model
    def _sheet_yes_no(self, value):
        return YES_NO[bool(value)][0 if columns.is_chinese(self.env.lang) else 1]
