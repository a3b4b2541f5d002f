from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..guard.roles import CLERK, SUPERVISOR
from ..guard.workflow import Move


class ConvenienceComplaint(models.Model):
    """A complaint (投诉): registered at the desk, handled by a supervisor, verified by others.

    Serves P5 4.5.2 and 4.5.3. Field staff never see complaints, which may be about themselves.
    """

    _name = "convenience.complaint"
    _description = "Complaint"
    _inherit = [
        "convenience.desk.mixin",
        "convenience.workflow.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_today(),
        help="Local day at the office.",
    )
    about = fields.Text(required=True)
    request_id = fields.Many2one(
        "convenience.request", "About the Request", index="btree_not_null", ondelete="restrict"
    )
    severity = fields.Selection(
        [("normal", "Ordinary"), ("serious", "Important"), ("major", "Major")],
        "Grade",
        required=True,
        default="normal",
    )
    resolution = fields.Text(copy=False, help="What was done about it.")
    state = fields.Selection(
        [
            ("new", "New"),
            ("handling", "Being Handled"),
            ("resolved", "Resolved"),
            ("verified", "Verified"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        group_expand=True,
    )
    handler_id = fields.Many2one("res.users", readonly=True, copy=False)
    handling_since = fields.Datetime("Taken On", readonly=True, copy=False)
    resolved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    resolved_on = fields.Datetime(readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    verified_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(office_id, name)", "There is already a complaint of this number at the office."
    )

    # ------------------------------------------------------------------ guard

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "name": False, "resolution": False}

    @api.model
    def _prepare_registration(self, vals, office):
        return {
            **super()._prepare_registration(vals, office),
            "name": self._next_number(office),
            "resolution": False,
        }

    @api.model
    def _registered_fields(self):
        """What the customer said; it stays once somebody handles the complaint."""
        return frozenset({"unit_id", "partner_id", "phone", "date", "about", "request_id"})

    @api.model
    def _handling_fields(self):
        """What supervisors enter until the complaint is resolved."""
        return frozenset({"resolution", "severity"})

    @api.model
    def _settled_states(self):
        """Hook: states in which nothing of a complaint changes any more."""
        return ("resolved", "verified")

    def write(self, vals):
        if self._registered_fields() & vals.keys():
            self.check_access("write")
            self._refuse_in_states(("handling", *self._settled_states()))
        if self._handling_fields() & vals.keys():
            self.check_access("write")
            self._refuse_in_states(self._settled_states())
            self._refuse_clerks()
        return super().write(vals)

    def _refuse_in_states(self, states):
        for complaint in self.sudo():
            if complaint.state in states:
                raise UserError(
                    self.env._(
                        "%(complaint)s is %(state)s: what was registered stays as it is. Write a "
                        "message on it instead.",
                        complaint=complaint.name,
                        state=complaint._state_label(complaint.state),
                    )
                )

    def _refuse_clerks(self):
        if not self.env.su:
            self._require_role(
                SUPERVISOR, act=self.env._("write how serious it is and what was done")
            )

    @api.constrains("request_id", "office_id")
    def _check_request_office(self):
        for complaint in self:
            if complaint.request_id and complaint.request_id.office_id != complaint.office_id:
                raise ValidationError(
                    self.env._(
                        "%(complaint)s: the request is not one of %(office)s. Choose one of the "
                        "office.",
                        complaint=complaint.name,
                        office=complaint.office_id.name,
                    )
                )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk, supervisor = (CLERK,), (SUPERVISOR,)
        return [
            *super()._workflow_moves(),
            Move("new", "handling", supervisor),
            Move("handling", "resolved", supervisor),
            Move("resolved", "verified", clerk),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "handling": ("handler_id", "handling_since"),
            "resolved": ("resolved_by_id", "resolved_on"),
            "verified": ("verified_by_id", "verified_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"resolved", "verified"}

    def _check_move(self, move):
        result = super()._check_move(move)
        checks = {"resolved": self._check_resolution, "verified": self._check_not_own_resolution}
        if move.target in checks:
            checks[move.target]()
        return result

    def _check_resolution(self):
        for complaint in self:
            if not (complaint.resolution or "").strip():
                raise UserError(
                    self.env._(
                        "%(complaint)s: write down what was done first.", complaint=complaint.name
                    )
                )

    def _check_not_own_resolution(self):
        resolvers = self._logged_users([("state_to", "=", "resolved")])
        nobody = self.env["res.users"]
        own = self._taken_by_user(
            lambda complaint: resolvers.get(complaint.id, nobody) | complaint.resolved_by_id
        )
        if own:
            raise AccessError(
                self.env._(
                    "You resolved %(complaint)s yourself: somebody else has to verify it.",
                    complaint=own[0].name,
                )
            )

    # ------------------------------------------------------------------ actions

    def action_handle(self):
        """Take the complaint: the user handles it from now on."""
        return self._move_to("handling")

    def action_resolve(self):
        """What was done is on record and the matter settled."""
        return self._move_to("resolved")

    def action_verify(self):
        """The customer confirms that it is settled; asked by anybody but who resolved it."""
        return self._move_to("verified")
