from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ConvenienceActivityAttendance(models.Model):
    """A resident registered for an activity, with how many people, and whether they came."""

    _name = "convenience.activity.attendance"
    _description = "Participant"
    _inherit = ["convenience.guarded.mixin", "convenience.resident.mixin"]
    _order = "registered_at, id"
    _rec_name = "resident_id"
    _check_company_auto = True

    activity_id = fields.Many2one(
        "convenience.activity", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="activity_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="activity_id.company_id", store=True, index=True)
    persons = fields.Integer(required=True, default=1)
    registered_at = fields.Datetime("Registered", readonly=True, copy=False)
    attended = fields.Boolean("Came")
    note = fields.Char()

    _resident_once = models.UniqueIndex(
        "(activity_id, resident_id)", "This resident is already registered for the activity."
    )
    _persons_positive = models.Constraint(
        "CHECK(persons > 0)", "At least one person is registered."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"activity_id", "resident_id", "registered_at"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "registered_at": fields.Datetime.now()}

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._check_registration_open()
        attendances._check_seats()
        attendances._hold_seats()
        return attendances

    def write(self, vals):
        self.check_access("write")
        self.activity_id._refuse_over()
        result = super().write(vals)
        if "persons" in vals:
            self._check_seats()
            self._hold_seats()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_before(self):
        self.activity_id._refuse_over()

    def _check_registration_open(self):
        for activity in self.activity_id:
            if activity.state != "open":
                raise UserError(
                    self.env._(
                        "%(activity)s is %(state)s: nobody is registered now.",
                        activity=activity.name,
                        state=activity._state_label(activity.state),
                    )
                )

    def _check_seats(self):
        """Refuse more people than there are seats.

        :raise UserError: telling how many are left
        """
        for activity, own in self.grouped("activity_id").items():
            left = activity.seats - activity.seats_taken + sum(own.mapped("persons"))
            if activity.seats and activity.seats_taken > activity.seats:
                raise UserError(
                    self.env._(
                        "Seats left at %(activity)s: %(left)s. Register fewer people.",
                        activity=activity.name,
                        left=str(max(left, 0)),
                    )
                )

    def _hold_seats(self):
        """Hold the seats against everybody else: the row of the activity is written now. Of two
        clerks at once the second waits here and starts again on what the first left.
        """
        self.activity_id.flush_recordset(["seats_taken"])

    @api.constrains("unit_id", "activity_id")
    def _check_unit_office(self):
        for attendance in self:
            if attendance.unit_id.office_id != attendance.office_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s does not belong to %(office)s, whose activity this is.",
                        unit=attendance.unit_id.name,
                        office=attendance.office_id.name,
                    )
                )
