from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR, GENERAL_MANAGER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

LEADERS = (DIRECTOR, GENERAL_MANAGER)
DECIDED = ("valid", "invalid")


class ConvenienceConfidential(models.Model):
    """Money settled privately or a gift taken (私下结算、馈赠), reported in confidence.

    Serves P5 4.5 (private settlement goes straight to the director). Whoever is concerned, their
    supervisor and their colleagues learn nothing of it until the director hears the person
    (当事人申辩). So there is no chatter, no follower, no activity and no file in the attachments;
    the log of its moves is shown to nobody; its number is drawn, since a series would count; and
    nothing that others may read or delete is linked with it in the database.
    """

    _name = "convenience.confidential"
    _description = "Confidential Report"
    _inherit = ["convenience.workflow.mixin", "hr.mixin"]
    _order = "date desc, id desc"

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    office_id = fields.Many2one("convenience.office", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("settlement", "Private Settlement"), ("gift", "Gift or Tip")],
        required=True,
        readonly=True,
        default="settlement",
    )
    date = fields.Date("Reported On", readonly=True, help="Local day at the office.")
    about = fields.Text("What Was Said", required=True, readonly=True)
    amount = fields.Monetary("Amount Alleged", readonly=True)
    told_by = fields.Char(
        "Reported By", readonly=True, help="Who said so; nobody has to give a name."
    )
    phone = fields.Char(readonly=True)
    unit_id = fields.Many2one("convenience.unit", readonly=True, ondelete="set null")
    evidence = fields.Binary(readonly=True, attachment=False, copy=False)
    evidence_name = fields.Char("File Name", readonly=True, copy=False)
    source_model = fields.Char(readonly=True)
    source_id = fields.Many2oneReference(
        "Told About", model_field="source_model", readonly=True, help="It does not know of this."
    )
    source_name = fields.Char("Told With", compute="_compute_source_name")
    taken_by_id = fields.Many2one("res.users", "Noted By", readonly=True)
    addressee = fields.Selection(
        [("director", "Director"), ("general_manager", "General Manager")],
        required=True,
        readonly=True,
        default="director",
        help="What concerns the director or a deputy is for the general manager alone.",
    )
    employee_ids = fields.Many2many(
        "hr.employee", "convenience_confidential_employee_rel", string="Persons Concerned"
    )
    concerned_user_ids = fields.Many2many(
        "res.users",
        "convenience_confidential_user_rel",
        compute="_compute_concerned_user_ids",
        store=True,
        compute_sudo=True,
        string="Logins Concerned",
    )
    hearing_ids = fields.One2many("convenience.confidential.hearing", "confidential_id", "Hearings")
    finding = fields.Text(copy=False, help="What was found out, and by what it is shown.")
    measure = fields.Text(copy=False, help="What follows for the person, the customer, the rules.")
    state = fields.Selection(
        [
            ("new", "New"),
            ("hearing", "Being Heard"),
            ("valid", "Found Right"),
            ("invalid", "Not Found"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        group_expand=True,
    )
    heard_by_id = fields.Many2one("res.users", "Hearing Opened By", readonly=True, copy=False)
    heard_on = fields.Datetime("Hearing Opened", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    date_decided = fields.Date(
        "Day of the Decision", readonly=True, copy=False, help="Local day at the office."
    )
    passed_up_reason = fields.Char("Why It Was Passed Up", readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a confidential report of this number."
    )

    # ------------------------------------------------------------------ compute

    @api.depends("employee_ids.user_id")
    def _compute_concerned_user_ids(self):
        for report in self:
            report.concerned_user_ids = report.employee_ids.user_id

    @api.depends("source_model", "source_id")
    def _compute_source_name(self):
        """Read with the reader's own rights: what is gone or not theirs is not named."""
        for report in self:
            model = self.env.get(report.source_model or "")
            source = model.browse(report.source_id) if model is not None else None
            found = source.exists()._filtered_access("read") if source else None
            report.source_name = found.display_name if found else False

    # ------------------------------------------------------------------ guard

    @api.model
    def _told_fields(self):
        """What was said stays as it was said."""
        return {
            *("name", "office_id", "kind", "date", "about", "amount", "told_by", "phone"),
            *("unit_id", "evidence", "evidence_name", "source_model", "source_id", "taken_by_id"),
        }

    @api.model
    def _guarded_fields(self):
        own = {"addressee", "date_decided", "passed_up_reason"}
        return super()._guarded_fields() | self._told_fields() | own

    @api.model
    def _guarded_defaults(self):
        empty = dict.fromkeys(("date_decided", "passed_up_reason", "finding", "measure"), False)
        return {**super()._guarded_defaults(), **empty}

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self._refuse_decided()
        result = super().write(vals)
        if "employee_ids" in vals:
            self._send_where_it_belongs()
        return result

    def _refuse_decided(self):
        for report in self.sudo():
            if report.state in DECIDED:
                raise UserError(
                    self.env._(
                        "%(report)s is decided and stays as it is. What is new is reported anew.",
                        report=report.name,
                    )
                )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("new", "hearing", LEADERS),
            Move("new", "invalid", LEADERS),
            Move("hearing", "valid", LEADERS),
            Move("hearing", "invalid", LEADERS),
        ]

    @api.model
    def _workflow_stamps(self):
        decided = ("decided_by_id", "decided_on")
        return {
            **super()._workflow_stamps(),
            "hearing": ("heard_by_id", "heard_on"),
            "valid": decided,
            "invalid": decided,
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | frozenset(DECIDED)

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.target in DECIDED:
            self._check_finding(move.target)
        return result

    def _check_finding(self, state):
        """Nobody is found at fault unheard, nor without what follows."""
        for report in self:
            lacking = [
                report._fields[name]._description_string(self.env)
                for name in ("finding", *(("measure",) if state == "valid" else ()))
                if not (report[name] or "").strip()
            ]
            if lacking:
                raise UserError(
                    self.env._(
                        "%(report)s: write down first: %(fields)s.",
                        report=report.name,
                        fields=", ".join(lacking),
                    )
                )
            report._check_hearings()

    def _check_hearings(self):
        waiting = self.hearing_ids.filtered(lambda hearing: hearing.state == "asked")
        if waiting:
            raise UserError(
                self.env._(
                    "%(report)s: %(persons)s did not answer yet. Wait, or write down what they "
                    "said.",
                    report=self.name,
                    persons=", ".join(waiting.employee_id.mapped("name")),
                )
            )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target not in DECIDED:
            return values
        return {
            report.id: {**values.get(report.id, {}), "date_decided": report.office_id._today()}
            for report in self.sudo()
        }

    # ------------------------------------------------------------------ actions

    def action_valid(self):
        """It is found right; from now on it counts in the evaluation of who was heard."""
        return self._move_to("valid")

    def action_invalid(self):
        """It is not found right, with the reason in the finding."""
        return self._move_to("invalid")

    @asks_reason(_lt("To the General Manager"), first="_check_passing_up")
    def action_pass_up(self, reason=None):
        """Hand it to the general manager alone, as when it turns out to concern the office's head.

        The director reads it no more.
        """
        self._write_guarded({"addressee": "general_manager", "passed_up_reason": reason})
        # sudo: from here on the user may not read it
        self.sudo()._tell_readers()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_confidential"
        )

    def _check_passing_up(self):
        self._require_role(DIRECTOR, act=self.env._("pass it up"))
        self.check_access("write")
        self._refuse_decided()
        for report in self:
            if report.addressee != "director":
                raise AccessError(
                    self.env._("%(report)s is with the general manager.", report=report.name)
                )
