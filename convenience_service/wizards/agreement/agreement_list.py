from odoo import api, fields, models


class ConvenienceAgreementListWizard(models.TransientModel):
    """Asks for office and day, then prints the list of a day (接受长期服务业主名单)."""

    _name = "convenience.agreement.list.wizard"
    _inherit = ["convenience.spreadsheet.wizard"]
    _description = "List of Agreements"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search([], limit=1),
    )
    day = fields.Date(
        compute="_compute_day", store=True, readonly=False, required=True, precompute=True
    )

    @api.depends("office_id")
    def _compute_day(self):
        """Today at the office, which need not be the day where the reader is."""
        for wizard in self:
            wizard.day = wizard.office_id._today() if wizard.office_id else False

    def _report_name(self):
        return "convenience_service.report_agreement_list"

    def _prepare_data(self):
        """What the report takes: the office and a local day."""
        return {"office_id": self.office_id.id, "day": fields.Date.to_string(self.day)}

    def _file_name_parts(self):
        title = self.env._("List of Long-term Services")
        return self.office_id.name, fields.Date.to_string(self.day), title

    def action_open_list(self):
        """Open the services of the day on screen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_agreement_line"
        )
        domain = self.env["convenience.agreement.line"]._domain_on(self.office_id, self.day)
        return {**action, "domain": list(domain), "context": {}}
