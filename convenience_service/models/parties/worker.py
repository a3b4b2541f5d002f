from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..guard.roles import CLERK


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
    certificate_ids = fields.One2many("convenience.worker.certificate", "worker_id", "Certificates")
    present_on = fields.Date(
        "Reported In On", readonly=True, copy=False, help="Local day of the last report at work."
    )
    is_present = fields.Boolean(
        "At Work", compute="_compute_is_present", search="_search_is_present"
    )
    last_turn = fields.Integer(readonly=True, copy=False, help="The higher, the later.")
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "There is already a staff member of this number."
    )
    _employee_unique = models.UniqueIndex(
        "(office_id, employee_id)", "This employee is already among the staff of the office."
    )

    @api.depends("present_on", "office_id.tz")
    def _compute_is_present(self):
        for worker in self:
            worker.is_present = bool(
                worker.present_on and worker.present_on == worker.office_id._today()
            )

    @api.model
    def _search_is_present(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: only the time zones of the offices are read
        offices = self.env["convenience.office"].sudo().with_context(active_test=False).search([])
        return Domain.OR(
            Domain("office_id", "in", same_day.ids) & Domain("present_on", "=", day)
            for day, same_day in offices.grouped(lambda office: office._today()).items()
        )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"present_on", "last_turn"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "present_on": False, "last_turn": 0}

    # ------------------------------------------------------------------ actions

    def action_report_present(self):
        """Note that the staff have reported in at the office today (P3 一 2)."""
        self._check_desk()
        for office, workers in self.grouped("office_id").items():
            workers._write_guarded({"present_on": office._today()})
        return True

    def action_report_absent(self):
        """Note that the staff are off: nothing comes to them in turn any more today."""
        self._check_desk()
        self._write_guarded({"present_on": False})
        return True

    def _check_desk(self):
        """The desk notes who is there, for its own offices; nobody for themselves."""
        self.check_access("read")
        user = self.env.user
        for worker in self.sudo():
            desk = user._has_convenience_role(CLERK)
            own = user in worker.office_id.user_ids and worker.employee_id.user_id != user
            if not (desk and own):
                raise AccessError(
                    self.env._(
                        "%(user)s cannot note whether %(worker)s is at work. The service desk of "
                        "%(office)s does.",
                        user=user.name,
                        worker=worker.employee_id.name,
                        office=worker.office_id.name,
                    )
                )
