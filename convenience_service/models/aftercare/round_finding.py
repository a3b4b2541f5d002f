from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..guard.roles import CASHIER, CLERK, DIRECTOR, SUPERVISOR, WORKER
from ..guard.workflow import Move

TO_MEND = "convenience_service.mail_activity_type_round_finding"


class ConvenienceRoundFinding(models.Model):
    """What the leader on duty found on the round (带班领导巡查), followed to its end.

    Serves P1 制度 3. Who is to mend it, and until when, is written down with it; they report that
    it is mended, and a leader who did not mend it looks at it again.
    """

    _name = "convenience.round.finding"
    _description = "Finding of a Round"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    staff_ids = fields.Many2many(related="office_id.user_ids", string="Users of the Office")
    duty_id = fields.Many2one(
        "convenience.duty",
        "Leader's Shift",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date(
        "Found On",
        required=True,
        default=lambda self: self._default_today(),
        index=True,
        help="Local day at the office.",
    )
    place = fields.Char(required=True)
    about = fields.Text("What Was Found", required=True)
    photo = fields.Image(max_width=1920, max_height=1920)
    responsible_id = fields.Many2one("res.users", "To Be Mended By", required=True, index=True)
    date_due = fields.Date("To Be Mended Until", required=True, help="Local day at the office.")
    mending = fields.Text("How It Was Mended", copy=False)
    state = fields.Selection(
        [("open", "To Be Mended"), ("mended", "To Be Looked At"), ("checked", "In Order")],
        required=True,
        default="open",
        index=True,
        copy=False,
        group_expand=True,
    )
    found_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    mended_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    mended_on = fields.Datetime(readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", "Looked At By", readonly=True, copy=False)
    checked_on = fields.Datetime("Looked At On", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a finding of this number at the office."
    )
    _due_after_found = models.Constraint(
        "CHECK(date_due >= date)", "What is found is mended on that day or later."
    )

    # ------------------------------------------------------------------ compute

    @api.model
    def _default_today(self):
        """Return the local day at the user's office."""
        office = self.env["convenience.request"]._default_office()
        return office._today() if office else fields.Date.context_today(self)

    @api.depends("state", "date_due", "office_id.tz")
    def _compute_is_overdue(self):
        for finding in self:
            today = finding.office_id._today_or_none()
            late = finding.date_due and today and finding.date_due < today
            finding.is_overdue = bool(late and finding.state == "open")

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "open") & self.office_id._domain_over("date_due")

    @api.constrains("responsible_id", "office_id")
    def _check_responsible(self):
        for finding in self.sudo():
            if finding.responsible_id not in finding.office_id.user_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not among the users of %(office)s. Choose somebody of the "
                        "office.",
                        user=finding.responsible_id.name,
                        office=finding.office_id.name,
                    )
                )

    # ------------------------------------------------------------------ guard

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "office_id", "duty_id", "found_by_id"}

    @api.model
    def _found_fields(self):
        """What was found and asked for; it stays once it is mended."""
        return frozenset({"date", "place", "about", "photo", "responsible_id", "date_due"})

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        kept = self._fields.keys() - self._guarded_fields() | {"office_id"}
        findings = self._create_guarded(
            [
                self._prepare_found({name: vals[name] for name in kept & vals.keys()})
                for vals in vals_list
            ]
        )
        findings._ask_to_mend()
        return findings

    @api.model
    def _prepare_found(self, vals):
        vals = {**self.default_get(["office_id"]), **vals}
        office = self.env["convenience.office"].browse(vals.get("office_id"))
        shift = office._shifts_at(fields.Datetime.now(), "leader")[:1]
        self._check_leader(shift)
        # sudo: the number is drawn for whoever registers
        sequence = self.env["ir.sequence"].sudo().with_company(office.sudo().company_id)
        return {
            **vals,
            "name": sequence.next_by_code(self._name),
            "duty_id": shift.id,
            "found_by_id": self.env.uid,
        }

    @api.model
    def _check_leader(self, shift):
        """Findings are written by directors, and by whoever is the leader on duty now."""
        if not self.env.su and shift.user_id != self.env.user:
            self._require_role(DIRECTOR, act=self.env._("write down what a round found"))

    def write(self, vals):
        if self._found_fields() & vals.keys():
            self.check_access("write")
            self._refuse_found_changes()
        if "mending" in vals:
            self.check_access("write")
            self._check_mender()
        result = super().write(vals)
        if {"responsible_id", "date_due"} & vals.keys():
            # sudo: tasks are those of the record, whoever has them
            self.sudo().activity_unlink([TO_MEND])
            self._ask_to_mend()
        return result

    def _refuse_found_changes(self):
        for finding in self.sudo():
            if finding.state != "open":
                raise UserError(
                    self.env._(
                        "%(finding)s is %(state)s: what was found stays as it is.",
                        finding=finding.name,
                        state=finding._state_label(finding.state),
                    )
                )
            if not self.env.su and finding.found_by_id != self.env.user:
                finding._require_role(DIRECTOR, act=self.env._("change what was found"))

    def _check_mender(self):
        """Who is to mend it says how it was mended, or a supervisor for them."""
        for finding in self.sudo():
            if not self.env.su and finding.responsible_id != self.env.user:
                finding._require_role(SUPERVISOR, act=self.env._("say how it was mended"))

    def _ask_to_mend(self):
        """A task for whoever is to mend it."""
        for finding in self:
            # sudo: who finds may give the task to whoever works at the office
            finding.sudo().activity_schedule(
                TO_MEND, date_deadline=finding.date_due, user_id=finding.responsible_id.id
            )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        everybody = (CLERK, WORKER, CASHIER)
        return [
            *super()._workflow_moves(),
            Move("open", "mended", everybody),
            Move("mended", "checked", (SUPERVISOR,)),
            Move("mended", "open", (SUPERVISOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "mended": ("mended_by_id", "mended_on"),
            "checked": ("checked_by_id", "checked_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"checked"}
