from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceReminder(models.Model):
    """What is over at the office in the payer's favour is taken off what is overdue."""

    _name = "convenience.reminder"
    _inherit = ["convenience.reminder"]

    amount_over = fields.Monetary(
        "Over from Before",
        compute="_compute_statement_ids",
        compute_sudo=True,
        help="Left by credit notes or paid too much at the office: it is taken off.",
    )

    @api.model
    def _credited_domain(self):
        """Return the domain of reminders to payers for whom something is over at the office."""
        offices = self.env["convenience.office"].search([])
        credits = self.env["convenience.statement"]._office_credits(offices)
        return Domain.OR(
            Domain("office_id", "=", office_id) & Domain("partner_id", "=", payer_id)
            for (office_id, payer_id), over in credits.items()
            if over > 0
        )
