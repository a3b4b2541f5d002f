from odoo import models


class HrEmployee(models.Model):
    """Whoever leaves the company leaves the staff of its offices."""

    _inherit = "hr.employee"

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            # sudo: whoever keeps the personnel files need not know the offices' staff
            staff = self.env["convenience.worker"].sudo()
            staff.search([("employee_id", "in", self.ids)]).active = False
        return result
