from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ConvenienceReceipt(models.Model):
    """Receipts at a till: of which office, and on which day its money is in the till."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    @api.model
    def _check_days(self, office, vals_list):
        """No money comes to a day that is signed."""
        today = office._today()
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("date"))
            journal = self.env["account.journal"].browse(vals.get("journal_id") or ())
            signed = self.env["convenience.till"]._of_journal(journal).signed_until
            if day and signed and day <= signed and day != today:
                raise UserError(
                    self.env._(
                        "The cash book of %(office)s is signed up to %(signed)s: no money comes "
                        "to %(day)s any more. Enter it today.",
                        office=office.sudo().name,
                        signed=format_date(self.env, signed),
                        day=format_date(self.env, day),
                    )
                )
        return super()._check_days(office, vals_list)

    @api.model
    def _check_till(self, office, journal):
        """Money of one office does not go to the till of another."""
        till = self.env["convenience.till"]._of_journal(journal)
        if till and till.office_id != office:
            raise UserError(
                self.env._(
                    "%(till)s is the till of %(other)s. Choose where the money of %(office)s goes.",
                    till=till.name,
                    other=till.office_id.name,
                    office=office.sudo().name,
                )
            )
        return super()._check_till(office, journal)

    def _prepare_payment(self):
        """What a collector took is in the till from the day that the cashier accepts it."""
        values = super()._prepare_payment()
        if self.handover_id and self.env["convenience.till"]._of_journal(self.journal_id):
            values["date"] = self.office_id._today()
        return values
