from odoo import api, fields, models


class ConveniencePayerAccount(models.TransientModel):
    """Asks for payer and days, then prints the account of the payer (往来对账单)."""

    _name = "convenience.payer.account"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "Account Statement of a Payer"

    partner_id = fields.Many2one("res.partner", "Payer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    office_id = fields.Many2one(
        "convenience.office",
        domain="[('company_id', '=', company_id)]",
        groups="convenience_service.group_cashier,convenience_service.group_general_manager",
        help="Empty: all offices of the company.",
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)

    _dates_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The first day comes before the last."
    )

    @api.depends("partner_id", "date_from", "date_to")
    def _compute_file_name(self):
        return super()._compute_file_name()

    def _file_name_parts(self):
        days = (fields.Date.to_string(day) for day in (self.date_from, self.date_to) if day)
        return (self.partner_id.name, *days, self.env._("Account Statement"))

    def _report_name(self):
        return "convenience_service.report_payer_account"

    def _prepare_data(self):
        """What the report takes: payer, company, office and local days."""
        # sudo: an accountant has no office to choose
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "office_id": self.sudo().office_id.id,
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to),
        }
