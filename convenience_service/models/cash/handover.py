from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, CLERK
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceHandover(models.Model):
    """A collector hands what was taken on numbered receipts to the cashier (交款单).

    The cashier counts, says where the money goes and accepts: only then the receipts pay
    anything, all at once. P5 4.3.2.
    """

    _name = "convenience.handover"
    _description = "Hand-over"
    _inherit = ["convenience.workflow.mixin", "convenience.numbered.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False)
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.office"].search(
            [("collector_ids", "in", self.env.uid)], limit=1
        ),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    collector_id = fields.Many2one("res.users", readonly=True, copy=False, index=True)
    receipt_ids = fields.One2many("convenience.receipt", "handover_id", readonly=True, copy=False)
    receipt_count = fields.Integer("Receipts: Number", compute="_compute_totals")
    amount_total = fields.Monetary("Total", compute="_compute_totals")
    journal_id = fields.Many2one(
        "account.journal",
        "Paid Into",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("accepted", "Accepted"),
            ("returned", "Sent Back"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_on = fields.Datetime(readonly=True, copy=False)
    returned_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a hand-over of this number."
    )
    _series_idx = models.Index("(company_id, name text_pattern_ops)")

    # ------------------------------------------------------------------ compute

    @api.depends("receipt_ids.amount", "receipt_ids.state")
    def _compute_totals(self):
        for handover in self:
            receipts = handover._valid_receipts()
            handover.receipt_count = len(receipts)
            handover.amount_total = sum(receipts.mapped("amount"))

    @api.depends("name", "collector_id")
    def _compute_display_name(self):
        for handover in self:
            name = handover.name or self.env._("Hand-over")
            handover.display_name = f"{name} {handover.collector_id.name or ''}"

    def _valid_receipts(self):
        return self.receipt_ids.filtered(lambda receipt: receipt.state != "cancelled")

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        cashier = (CASHIER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "submitted", (CLERK,)),
            Move("submitted", "accepted", cashier),
            Move("submitted", "returned", cashier),
        ]

    @api.model
    def _workflow_stamps(self):
        return super()._workflow_stamps() | {
            state: (f"{state}_by_id", f"{state}_on")
            for state in ("submitted", "accepted", "returned")
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "office_id", "collector_id", "receipt_ids", "journal_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "name": False,
            "receipt_ids": [],
            "collector_id": self.env.uid,
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"submitted", "accepted", "returned"}

    def _check_move(self, move):
        if move.target == "submitted":
            self._check_submitted()
        elif move.target == "accepted":
            self._check_not_collector()
            # sudo: the cashier's acceptance is the permission
            self.sudo()._valid_receipts()._check_collected_requests()
        return super()._check_move(move)

    def _check_submitted(self):
        for handover in self:
            handover._check_own()
            if not handover._valid_receipts():
                raise UserError(
                    self.env._("There is no receipt left to hand over. Delete this one.")
                )

    def _check_own(self):
        """Refuse the hand-over of another collector."""
        for handover in self:
            if handover.collector_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(handover)s is %(collector)s's own to hand over.",
                        handover=handover.display_name,
                        collector=handover.collector_id.name,
                    )
                )

    def _check_not_collector(self):
        for handover in self:
            if handover.collector_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You took the money of %(handover)s yourself: another cashier has to "
                        "accept it.",
                        handover=handover.display_name,
                    )
                )

    def _number_series(self):
        return self._name, self.office_id._today()

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.target == "submitted":
            self._give_numbers()
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "accepted":
            self._book_receipts()
        return result

    def _book_receipts(self):
        """Everything was counted: bill what was collected for, then book all receipts at once."""
        for handover in self:
            receipts = handover._valid_receipts()
            # sudo: the cashier's acceptance is the permission
            receipts.sudo()._bill_collected_requests()
            values = {"journal_id": handover.journal_id.id}
            receipts._move_to("posted", values=dict.fromkeys(receipts.ids, values))

    # ------------------------------------------------------------------ gathering

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        for handover in handovers:
            handover._gather()
        return handovers

    def _whose_receipts(self):
        """Hook: who gave the receipts that are handed over."""
        return self.collector_id

    def _gather(self):
        """Take in what the collector has in hand at the office."""
        receipts = self.env["convenience.receipt"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("taken_by_id", "=", self._whose_receipts().id),
                ("state", "=", "collected"),
                "|", ("handover_id", "=", False), ("handover_id.state", "=", "returned"),
            ]
        )  # fmt: skip
        if not receipts:
            raise UserError(
                self.env._(
                    "%(collector)s has no receipt of %(office)s to hand over.",
                    collector=self._whose_receipts().name,
                    office=self.office_id.name,
                )
            )
        receipts._write_guarded({"handover_id": self.id, "return_reason": False})

    # ------------------------------------------------------------------ actions

    def action_submit(self):
        """Hand the money and its receipts to the cashier."""
        return self._move_to("submitted")

    def action_accept(self):
        """Count the money and say where it goes."""
        self.ensure_one()
        self._require_role(CASHIER, act=self.env._("accept it"))
        self._check_not_collector()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accept the Hand-over"),
            "res_model": "convenience.handover.acceptance",
            "view_mode": "form",
            "target": "new",
            "context": {"default_handover_id": self.id},
        }

    @asks_reason(_lt("Return to the Collector"))
    def action_return(self, reason=None):
        """Give the whole hand-over back to the collector, who gathers anew.

        :param str reason: why, kept in the history
        """
        return self._move_to("returned", reason=reason)

    def action_print(self):
        """Print the hand-over with its receipts and places to sign."""
        return self.env.ref("convenience_service.action_report_handover").report_action(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_own(self):
        self._check_own()
