from odoo import fields, models


class ConvenienceWorker(models.Model):
    """What an office knows of one of its staff; the person is the ERP's employee.

    Kept apart from the employee so that neither desk nor field needs any personnel right.
    """

    _name = "convenience.worker"
    _description = "Service Staff"
    _inherit = ["convenience.guarded.mixin", "hr.mixin"]
    _order = "office_id, number, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True
    )
    office_id = fields.Many2one("convenience.office", required=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    number = fields.Char("Staff Number", required=True)
    department_id = fields.Many2one("hr.department", check_company=True)
    job_title = fields.Char("Position")
    phone = fields.Char()
    active = fields.Boolean(default=True)

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "There is already a staff member of this number."
    )
    _employee_unique = models.UniqueIndex(
        "(office_id, employee_id)", "This employee is already among the staff of the office."
    )
