from datetime import timedelta

from odoo import api, models


class HrAttendance(models.Model):
    """A worker who checks out reports back from the work done that day."""

    _inherit = "hr.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._report_requests_back()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        if "check_out" in vals:
            self._report_requests_back()
        return result

    def _report_requests_back(self):
        """Fill in the report-back of what was done and is neither signed nor reported yet."""
        # sudo: whoever uses the clock need not see any request
        out = self.sudo().filtered("check_out")
        if not out:
            return
        moments = out.mapped("check_out")
        self.env["convenience.request"].sudo().search(
            [
                ("worker_ids", "in", out.employee_id.ids),
                ("state", "=", "done"),
                ("reported_back_on", "=", False),
                ("done_at", ">=", min(moments) - timedelta(hours=25)),
                ("done_at", "<=", max(moments)),
            ]
        )._report_back_by_clock()
