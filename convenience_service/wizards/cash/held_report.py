from odoo import api, fields, models


class ConvenienceHeldReport(models.TransientModel):
    """Asks for a day, then lists the money held for residents on it, beside the ledger's balance.

    The list of deposits (押金清册) and that of entrusted money (代收代付清册). A company's list is
    compared as a whole; an office alone has no account of its own.
    """

    _name = "convenience.held.report"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Money Held for Residents"

    purpose = fields.Selection(
        [("deposit", "Deposits"), ("entrusted", "Entrusted Money")],
        "List",
        required=True,
        default="deposit",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    office_id = fields.Many2one(
        "convenience.office",
        domain="[('company_id', '=', company_id)]",
        help="Empty: all offices you may see.",
    )
    day = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="As of the end of this day, local at the offices.",
    )
    amount_listed = fields.Monetary("All Offices by the List", compute="_compute_amounts")
    amount_booked = fields.Monetary("Balance of the Account", compute="_compute_amounts")
    difference = fields.Monetary(compute="_compute_amounts")

    @api.depends("purpose", "company_id", "day")
    def _compute_amounts(self):
        report = self.env[f"report.{self._report_name()}"]
        for wizard in self:
            comparison = (
                report._compare(wizard.purpose, wizard.company_id, wizard.day)
                if wizard.company_id and wizard.day
                else {}
            )
            wizard.amount_listed = comparison.get("listed", 0.0)
            wizard.amount_booked = comparison.get("booked", 0.0)
            wizard.difference = comparison.get("difference", 0.0)

    @api.depends("office_id", "purpose", "day")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        return (
            self.office_id.name or self.company_id.name,
            fields.Date.to_string(self.day),
            labels.get(self.purpose),
        )

    def _report_name(self):
        return "convenience_service.report_held"

    def _prepare_data(self):
        return {
            "purpose": self.purpose,
            "company_id": self.company_id.id,
            "office_ids": self.office_id.ids,
            "day": fields.Date.to_string(self.day),
        }
