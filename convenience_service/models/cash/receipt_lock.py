from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ConvenienceReceipt(models.Model):
    """Money is booked on the day that it changes hands at the till, or not taken: a lock of today
    refuses it before a paper is given out.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    @api.model
    def _issue(self, vals_list):
        offices = self.env["convenience.office"].browse({vals["office_id"] for vals in vals_list})
        for office in offices:
            self._check_open_today(office)
        return super()._issue(vals_list)

    def _check_before_posting(self):
        waiting = self.filtered(lambda receipt: not receipt._is_booked())
        for office in waiting.office_id:
            self._check_open_today(office)
        return super()._check_before_posting()

    @api.model
    def _check_open_today(self, office):
        # sudo: a lock binds whoever takes money
        company, today = office.sudo().company_id, office._today()
        locks = company._get_violated_lock_dates(today, False, self.env["account.journal"])
        if locks:
            raise UserError(
                self.env._(
                    "The books of %(company)s are locked until %(lock)s: no money is taken or paid "
                    "out on %(today)s. Have accounting set the lock back to an earlier day.",
                    company=company.name,
                    lock=format_date(self.env, locks[-1][0]),
                    today=format_date(self.env, today),
                )
            )
