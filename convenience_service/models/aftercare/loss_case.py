from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR, SERVICE_MANAGER
from ..guard.workflow import Move
from ..request.request_line import COST_GROUPS

_lt = LazyTranslate(__name__)

CLOSED = ("closed", "rejected")
TO_DECIDE = "convenience_service.mail_activity_type_loss_case"
MEASURES = [
    ("win", "Win Customers"),
    ("raise", "Raise the Price"),
    ("stop", "Stop the Item"),
    ("keep", "Keep It for the Residents"),
    ("other", "Something Else"),
]


class ConvenienceLossCase(models.Model):
    """An item that loses money at an office, and what is done about it (亏损处理).

    Serves P2 and P5 4.3.3 and 4.3.4, P3 二 4 (13). A rule proposes, the service manager raises it,
    the director decides; measures are drafts for others to approve. It is followed month by month,
    at prices actually billed, until the item has turned or is stopped.
    """

    _name = "convenience.loss.case"
    _description = "Losing Item"
    _inherit = ["convenience.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "opened_on desc, id desc"
    _check_company_auto = True
    _rec_name = "product_id"
    _mail_post_access = "read"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('is_convenience', '=', True)]",
    )
    opened_on = fields.Date(readonly=True, copy=False, help="Local day at the office.")
    because = fields.Selection(
        [
            ("months", "Months below Cost"),
            ("sum", "Loss of a Month"),
            ("subscribers", "Too Few Subscribers"),
            ("hand", "By Hand"),
        ],
        "Opened Because",
        required=True,
        default="hand",
        readonly=True,
        copy=False,
    )
    note = fields.Text("What Is Known")
    month_ids = fields.One2many("convenience.loss.month", "case_id", "Months", readonly=True)
    measure = fields.Selection(MEASURES, readonly=True, copy=False)
    decision = fields.Text(readonly=True, copy=False)
    ceiling = fields.Monetary(
        "Loss a Year, at Most", readonly=True, copy=False, groups=COST_GROUPS,
        help="How much keeping it may cost the office in a year.",
    )  # fmt: skip
    review_on = fields.Date("Looked At Again On", readonly=True, copy=False)
    notice_id = fields.Many2one("convenience.notice", readonly=True, copy=False)
    tariff_id = fields.Many2one("convenience.tariff", "Amendment", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("raised", "To Be Decided"),
            ("following", "Being Followed"),
            ("closed", "Closed"),
            ("rejected", "No Case"),
        ],
        required=True,
        default="proposed",
        index=True,
        copy=False,
    )
    raised_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    raised_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime("Decided", readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    closed_because = fields.Char(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(office_id, product_id) WHERE state NOT IN ('closed', 'rejected')",
        "The item has an open case at this office already.",
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _result_fields(self):
        return {
            "opened_on", "because", "measure", "decision", "ceiling", "review_on", "notice_id",
            "tariff_id", "closed_on", "closed_because", "month_ids",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._result_fields() | {"office_id", "product_id"}

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        kept = ("office_id", "product_id", "note")
        cases = super().create(
            [{name: vals[name] for name in kept if name in vals} for vals in vals_list]
        )
        for case in cases:
            case._write_guarded({"opened_on": case.office_id._today(), "because": "hand"})
        cases.sudo()._follow()  # sudo: figures are the system's
        return cases

    def write(self, vals):
        if "note" in vals:
            self.check_access("write")
            for case in self:
                if case.state in CLOSED:
                    raise UserError(
                        self.env._(
                            "The case of %(item)s is closed and stays as it is.",
                            item=case.product_id.display_name,
                        )
                    )
        return super().write(vals)

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("proposed", "raised", (SERVICE_MANAGER,)),
            Move("proposed", "rejected", (SERVICE_MANAGER,)),
            Move("raised", "rejected", (DIRECTOR,)),
            Move("raised", "following", (DIRECTOR,)),
            Move("following", "raised", (SERVICE_MANAGER,)),
            Move("following", "closed"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "raised": ("raised_by_id", "raised_on"),
            "following": ("decided_by_id", "decided_on"),
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | set(CLOSED)

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "rejected":
            return values
        return {
            case.id: {**values.get(case.id, {}), "closed_on": case.office_id._today()}
            for case in self
        }

    def _after_move(self, move):
        result = super()._after_move(move)
        # sudo: the activities are other people's
        self.sudo().activity_feedback([TO_DECIDE])
        if move.target == "raised":
            for case in self.sudo().filtered("office_id.director_id"):
                case.activity_schedule(
                    TO_DECIDE, case.office_id._today(), user_id=case.office_id.director_id.id
                )
        return result

    # ------------------------------------------------------------------ actions

    def action_raise(self):
        """The service manager brings it before the director (P2 4.3.3)."""
        return self._move_to("raised")

    @asks_reason(_lt("No Case"))
    def action_reject(self, reason=None):
        """Nothing is to be done about it.

        :param str reason: why not
        """
        return self._move_to("rejected", reason=reason)

    @asks_reason(_lt("Decide Anew"))
    def action_again(self, reason=None):
        """What was decided does not help: the director decides once more.

        :param str reason: what came of it
        """
        return self._move_to("raised", reason=reason)

    def action_decide(self):
        """Ask the director for the measure."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide"),
            "res_model": "convenience.loss.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }
