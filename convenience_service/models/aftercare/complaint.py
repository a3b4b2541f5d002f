from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..parties.working_time import WorkingTime

CLIMBS = ("climb_1_on", "climb_2_on", "climb_3_on")


class ConvenienceComplaint(models.Model):
    """How a complaint is handled: terms, first answer, steps, cause, finding, verdict.

    Serves P2 and P5 4.5.2 and 4.5.3. The handler proposes whether it is valid, the service manager
    confirms; the customer's verdict is asked by somebody else; after two reopenings the director
    closes it as answered and not accepted (已答复未认可).
    """

    _name = "convenience.complaint"
    _inherit = ["convenience.complaint"]

    state = fields.Selection(
        selection_add=[("unaccepted", "Answered, Not Accepted")],
        ondelete={"unaccepted": "set default"},
    )
    source = fields.Selection(
        [
            ("phone", "Phone"),
            ("desk", "Front Desk"),
            ("online", "Online"),
            ("followup", "Follow-Up"),
            ("leader", "Leader on Duty"),
            ("committee", "Owners' Committee"),
            ("hotline", "12345 Hotline"),
            ("anonymous", "Anonymous"),
        ],
        required=True,
        default="phone",
    )
    category_id = fields.Many2one("convenience.complaint.category", ondelete="restrict")
    matter_id = fields.Many2one(
        "convenience.complaint",
        "Same Matter As",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Several households complain of one matter: the first of them.",
    )
    product_id = fields.Many2one(
        "product.product",
        "Item",
        index="btree_not_null",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
        compute="_compute_concerned",
        store=True,
        readonly=False,
        precompute=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        compute="_compute_concerned",
        store=True,
        readonly=False,
        precompute=True,
    )
    provider_id = fields.Many2one(
        "res.partner", "Outside Provider", related="request_id.provider_id"
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        "convenience_complaint_employee_rel",
        string="Persons Concerned",
        groups="convenience_service.group_supervisor,convenience_service.group_general_manager",
    )
    answer_by = fields.Datetime("First Answer By", readonly=True, copy=False)
    answered_on = fields.Datetime("Answered", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    close_by = fields.Datetime("To Be Closed By", readonly=True, copy=False, index=True)
    climb_1_on = fields.Datetime("Supervisor Told From", readonly=True, copy=False)
    climb_2_on = fields.Datetime("Director Told From", readonly=True, copy=False)
    climb_3_on = fields.Datetime("General Manager Told From", readonly=True, copy=False)
    step_ids = fields.One2many("convenience.complaint.step", "complaint_id", "Steps", copy=False)
    cause = fields.Text(copy=False)
    measure = fields.Text(copy=False, help="So that it does not happen again.")
    proposed_finding = fields.Selection([("valid", "Valid"), ("invalid", "Not Valid")], copy=False)
    finding = fields.Selection(
        [("valid", "Valid"), ("invalid", "Not Valid")], readonly=True, copy=False
    )
    finding_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reopened_count = fields.Integer("Times Reopened", readonly=True, copy=False)
    unaccepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    unaccepted_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("request_id")
    def _compute_concerned(self):
        """The item and department of the request, until somebody says otherwise."""
        for complaint in self:
            request = complaint.request_id
            complaint.product_id = request.line_ids[:1].product_id or complaint.product_id
            complaint.department_id = request.department_id or complaint.department_id

    # ------------------------------------------------------------------ registered

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "answer_by", "answered_on", "answered_by_id", "close_by", "finding",
            "finding_by_id", "reopened_count", *CLIMBS,
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        empty = ("answer_by", "answered_on", "answered_by_id", "close_by", "finding")
        return {
            **super()._guarded_defaults(),
            **dict.fromkeys((*empty, *CLIMBS, "finding_by_id", "cause", "measure"), False),
            "proposed_finding": False,
            "reopened_count": 0,
        }

    @api.model
    def _registered_fields(self):
        return super()._registered_fields() | {"source", "matter_id"}

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {
            "category_id", "department_id", "product_id", "employee_ids", "cause", "measure",
            "proposed_finding",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        # sudo: persons are no concern of who registers
        for complaint in complaints.sudo().filtered("request_id.worker_ids"):
            complaint.employee_ids = [Command.set(complaint.request_id.worker_ids.ids)]
        complaints._set_terms()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if "severity" in vals:
            self._set_terms()
        return result

    def _set_terms(self):
        """By when it is answered, closed, and told to whom, by the office's hours; set once for
        each grade.
        """
        values = {}
        for office, complaints in self.sudo().grouped("office_id").items():
            terms = self.env["convenience.complaint.term"].sudo()._terms(office.company_id)
            working = WorkingTime(office, min(complaints.mapped("create_date")))
            for complaint in complaints:
                term = terms.get((complaint.severity, complaint.source))
                term = term or terms.get((complaint.severity, False))
                values[complaint.id] = complaint._prepare_terms(working, term)
        self._write_guarded_each(values)

    def _prepare_terms(self, working, term):
        """Return the moments (UTC) that follow from the terms; none where there are no terms."""
        if not term:
            return dict.fromkeys(("answer_by", "close_by", *CLIMBS), False)
        close_by = self._after(working, term, term.close_hours)
        late = term.close_hours + term.manager_after_hours
        manager = self._after(working, term, late) if term.manager_after_hours else False
        now = self.create_date.replace(microsecond=0)
        return {
            "answer_by": self._after(working, term, term.answer_hours),
            "close_by": close_by,
            "climb_1_on": self._after(working, term, term.close_hours * term.warn_share / 100),
            "climb_2_on": now if term.at_once == "director" else close_by,
            "climb_3_on": now if term.at_once == "general_manager" else manager,
        }

    def _after(self, working, term, hours):
        """Return the moment (UTC) so many hours after it was registered."""
        registered = self.create_date.replace(microsecond=0)
        if term.in_working_time:
            moment = working.after(registered, hours)
        else:
            moment = registered + timedelta(hours=hours)
        return moment.replace(microsecond=0) if moment else False
