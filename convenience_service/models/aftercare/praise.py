from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ConveniencePraise(models.Model):
    """Thanks (表扬、锦旗、感谢信) and hand-ins: they count in evaluations as complaints do."""

    _name = "convenience.praise"
    _description = "Praise"
    _inherit = ["convenience.desk.mixin", "hr.mixin"]
    _order = "date desc, id desc"
    _rec_name = "words"

    date = fields.Date(
        "Praised On",
        required=True,
        index=True,
        default=lambda self: self._default_today(),
        help="Local day at the office.",
    )
    kind = fields.Selection(
        [
            ("praise", "Words of Praise"),
            ("banner", "Banner"),
            ("letter", "Letter of Thanks"),
            ("handin", "Handed In"),
        ],
        required=True,
        default="praise",
        index=True,
    )
    employee_id = fields.Many2one("hr.employee", "Person Praised", index="btree_not_null")
    department_id = fields.Many2one(
        "hr.department", "Department Praised", index="btree_not_null", check_company=True
    )
    given_by = fields.Char("Praised By", help="Where it was no known resident.")
    words = fields.Text("What Was Said", required=True)
    photo = fields.Image(max_width=1920, max_height=1920)
    request_id = fields.Many2one(
        "convenience.request", "For the Request", index="btree_not_null", ondelete="restrict"
    )
    handin_id = fields.Many2one(
        "convenience.handin", "Hand-In", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Registered By", readonly=True)

    _handin_once = models.UniqueIndex(
        "(handin_id) WHERE handin_id IS NOT NULL", "This hand-in counts as praise already."
    )

    @api.onchange("request_id")
    def _onchange_request_id(self):
        """Who came and where is known of the request."""
        request = self.request_id
        self.unit_id = self.unit_id or request.unit_id
        self.partner_id = self.partner_id or request.customer_id
        self.department_id = self.department_id or request.department_id
        if not self.employee_id and len(request.worker_ids) == 1:
            self.employee_id = request.worker_ids

    @api.constrains("employee_id", "department_id", "user_id")
    def _check_praised(self):
        for praise in self.sudo():
            if not (praise.employee_id or praise.department_id):
                raise ValidationError(self.env._("Choose the person or the department praised."))
            if praise.user_id and praise.employee_id.user_id == praise.user_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot register their own praise. Somebody else at the desk "
                        "does.",
                        person=praise.employee_id.name,
                    )
                )

    # ------------------------------------------------------------------ guard

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"user_id", "handin_id"}

    @api.model
    def _prepare_registration(self, vals, office):
        if vals.get("kind") == "handin":
            raise UserError(
                self.env._("What was handed in is registered as a hand-in, and counts by itself.")
            )
        return {**super()._prepare_registration(vals, office), "user_id": self.env.uid}

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self._refuse_handins()
        return super().write(vals)

    def _refuse_handins(self):
        for praise in self.sudo():
            if praise.handin_id:
                raise UserError(
                    self.env._(
                        "This praise comes of %(handin)s and stays as it is.",
                        handin=praise.handin_id.name,
                    )
                )

    # ------------------------------------------------------------------ evaluation

    @api.model
    def _praises_for(self, employees, date_from, date_to):
        """Return {employee id: times praised}, hand-ins among them, for evaluations.

        :param employees: `hr.employee` records
        :param date_from: first local day; `date_to` the last one
        """
        # sudo: how often somebody was praised is no secret to who evaluates them
        groups = self.sudo()._read_group(
            [
                ("employee_id", "in", employees.ids),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
            ],
            ["employee_id"],
            ["__count"],
        )
        times = {employee.id: count for employee, count in groups}
        return {employee_id: times.get(employee_id, 0) for employee_id in employees.ids}
