from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..guard.roles import CLERK
from ..guard.workflow import Move

YES_NO = [("yes", "Yes"), ("no", "No")]


class ConvenienceFollowup(models.Model):
    """A customer who is asked how it was (回访): drawn, called or visited, answered or not.

    Serves P1 制度 2, P2 and P5 4.5.1 and 4.5.2, P3 一 3. Who served never calls; who took or sent
    the job does only when nobody else can, and that is marked.
    """

    _name = "convenience.followup"
    _description = "Follow-Up"
    _inherit = ["convenience.workflow.mixin", "convenience.suspicion.mixin"]
    _order = "date_due, next_try, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    round_id = fields.Many2one(
        "convenience.followup.round", required=True, index=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    reason = fields.Selection(
        [
            ("share", "By Lot"),
            ("first_visit", "First Visit"),
            ("amount", "High Amount"),
            ("agreement", "Agreement"),
            ("complaint", "Complaint"),
        ],
        "Drawn Because",
        required=True,
        readonly=True,
    )
    request_id = fields.Many2one(
        "convenience.request", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    complaint_id = fields.Many2one(
        "convenience.complaint", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    agreement_id = fields.Many2one(
        "convenience.agreement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="restrict")
    unit_id = fields.Many2one(
        "convenience.unit", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    phone = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", "Item", readonly=True, index="btree_not_null")
    department_id = fields.Many2one("hr.department", readonly=True)
    what_was_done = fields.Char(related="request_id.items_summary")
    done_at = fields.Datetime("Work Done", related="request_id.done_at")
    worker_names = fields.Char("Done By", compute="_compute_worker_names")
    script = fields.Text("What Is Said", related="office_id.followup_script")
    date_due = fields.Date(
        "Call On", required=True, readonly=True, index=True, help="Local day at the office."
    )
    caller_id = fields.Many2one("res.users", "Calls", readonly=True, index="btree_not_null")
    next_try = fields.Datetime("Try Again From", readonly=True)
    attempts = fields.Integer(readonly=True)
    same_post = fields.Boolean(
        "Called by Who Took or Sent It",
        readonly=True,
        help="Nobody else was there to call (同岗回访).",
    )
    channel = fields.Selection(
        [("phone", "By Phone"), ("visit", "By Visit")], default="phone", required=True
    )
    satisfaction = fields.Selection(
        [
            ("very", "Very Satisfied"),
            ("satisfied", "Satisfied"),
            ("basic", "Fairly Satisfied"),
            ("unsatisfied", "Not Satisfied"),
        ],
        readonly=True,
        index="btree_not_null",
    )
    punctual = fields.Selection(YES_NO, "Came on Time")
    clean = fields.Selection(YES_NO, "Left It Clean")
    uniform = fields.Selection(YES_NO, "Wore Uniform and Badge")
    wishes = fields.Text()
    note = fields.Text("What Was Said")
    signature = fields.Binary(attachment=False, copy=False)
    signed_name = fields.Char("Signed By", copy=False)
    state = fields.Selection(
        [
            ("drawn", "To Call"),
            ("reached", "Reached"),
            ("unreachable", "Not Reached"),
            ("refused", "Refused to Answer"),
            ("cut", "Cut"),
        ],
        required=True,
        default="drawn",
        index=True,
        copy=False,
    )
    date_done = fields.Date("Asked On", readonly=True, index=True, help="Local day at the office.")
    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    asked_at = fields.Datetime("Asked", readonly=True, copy=False)
    is_bad = fields.Boolean("To Be Looked Into", compute="_compute_is_bad")

    _request_once = models.UniqueIndex(
        "(request_id) WHERE complaint_id IS NULL AND request_id IS NOT NULL",
        "The request is followed up already.",
    )
    _complaint_once = models.UniqueIndex(
        "(complaint_id) WHERE complaint_id IS NOT NULL", "The complaint is followed up already."
    )
    _done_idx = models.Index("(office_id, date_done) WHERE state = 'reached'")

    @api.depends("request_id")
    def _compute_worker_names(self):
        for followup in self:
            # sudo: names of workers, for whoever asks the customer about them
            request = followup.sudo().request_id
            followup.worker_names = ", ".join(
                [*request.worker_ids.mapped("name"), *request.provider_id.mapped("name")]
            )

    @api.depends("satisfaction", "punctual", "clean", "uniform")
    def _compute_is_bad(self):
        for followup in self:
            bad = (followup.punctual, followup.clean, followup.uniform)
            followup.is_bad = followup.satisfaction == "unsatisfied" or "no" in bad

    @api.model
    def _suspicion_fields(self):
        """Whether somebody asked for money is told in confidence, and never written here."""
        return [*super()._suspicion_fields(), "wishes", "note"]

    # ------------------------------------------------------------------ guards

    @api.model
    def _fixed_fields(self):
        """What the draw says."""
        return {
            "round_id", "reason", "request_id", "complaint_id", "agreement_id", "partner_id",
            "unit_id", "phone", "product_id", "department_id", "date_due", "caller_id",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return (
            super()._guarded_fields()
            | self._fixed_fields()
            | {"next_try", "attempts", "same_post", "satisfaction", "date_done"}
        )

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self.round_id._refuse_signed()
            self._refuse_who_served()
        return super().write(vals)

    def _refuse_who_served(self):
        """Whoever did the work does not write what the customer says of it."""
        own = self._taken_by_user(lambda followup: followup.request_id._served_by())
        if own and not self.env.su:
            raise AccessError(
                self.env._(
                    "You worked on %(request)s yourself: somebody else asks the customer.",
                    request=own[0].sudo().request_id.name,
                )
            )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk = (CLERK,)
        return [
            *super()._workflow_moves(),
            Move("drawn", "reached", clerk),
            Move("drawn", "unreachable", clerk),
            Move("drawn", "refused", clerk),
            Move("unreachable", "reached", clerk),
        ]

    @api.model
    def _workflow_stamps(self):
        who = ("asked_by_id", "asked_at")
        return {
            **super()._workflow_stamps(),
            **dict.fromkeys(("reached", "unreachable", "refused"), who),
        }

    def _check_move(self, move):
        result = super()._check_move(move)
        self.round_id._refuse_signed()
        self._refuse_who_served()
        return result

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        user = self.env.user
        return {
            followup.id: {
                **values.get(followup.id, {}),
                "date_done": followup.office_id._today(),
                "same_post": user in followup.request_id._taken_or_sent_by(),
            }
            for followup in self
        }
