from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, CLERK
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceMoveOut(models.Model):
    """Somebody leaves a unit (结清): everything between them and the office is settled.

    The desk prepares it: agreements end, things come back, nothing is left open. The cashier
    settles it on any day of the month: what was served until the hand-over is billed, prepayment
    and deposits are turned against what is owed, the rest is taken or paid back. After that
    nothing can be ordered or billed any more, save what was served before the hand-over.
    """

    _name = "convenience.move.out"
    _description = "Move-out"
    _inherit = ["convenience.workflow.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False)
    occupancy_id = fields.Many2one(
        "convenience.occupancy",
        "Resident",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_current', '=', True)]",
    )
    office_id = fields.Many2one(related="occupancy_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_id = fields.Many2one(related="occupancy_id.unit_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="occupancy_id.partner_id", string="Payer", store=True, index=True
    )
    role = fields.Selection(related="occupancy_id.role")
    phone = fields.Char(related="partner_id.phone")
    date = fields.Date(
        "Handed Over On",
        required=True,
        default=lambda self: self.env["convenience.request"]._default_office()._today_or_none(),
        help="Last day in the unit, local at the office. What was served until then is theirs.",
    )
    note = fields.Text()
    obstacles = fields.Text(
        "Still to Be Done", compute="_compute_obstacles", help="What stands in the way, by name."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("prepared", "To Be Settled"),
            ("done", "Settled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    prepared_on = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Settled By", readonly=True, copy=False)
    done_on = fields.Datetime("Settled On", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(occupancy_id) WHERE state != 'cancelled'",
        "This resident's move-out is registered already. Open that one.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a move-out of this number."
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for move_out in self:
            names = filter(None, (move_out.name, move_out.partner_id.name))
            move_out.display_name = " ".join(names)

    @api.depends("occupancy_id", "date", "state")
    def _compute_obstacles(self):
        # what is open is shown to who may see the resident, whatever an unsaved form claims
        visible = self.occupancy_id._origin._filtered_access("read")
        for move_out in self:
            open_still = move_out.state in ("draft", "prepared")
            shown = open_still and move_out.occupancy_id._origin & visible
            move_out.obstacles = "\n".join(move_out._obstacles()) if shown else False

    @api.constrains("date", "occupancy_id")
    def _check_date(self):
        for move_out in self:
            if move_out.date < move_out.occupancy_id.date_from:
                raise ValidationError(
                    self.env._(
                        "%(resident)s moved into %(unit)s on %(date)s: nobody leaves before that.",
                        resident=move_out.partner_id.name,
                        unit=move_out.unit_id.name,
                        date=move_out.occupancy_id.date_from,
                    )
                )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        clerk, cashier = (CLERK,), (CASHIER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "prepared", clerk),
            Move("prepared", "draft", clerk + cashier),
            Move("prepared", "done", cashier),
            Move("draft", "cancelled", clerk),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "prepared": ("prepared_by_id", "prepared_on"),
            "done": ("done_by_id", "done_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "name": False}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"prepared", "done"}

    def _check_move(self, move):
        if move.target in ("prepared", "done"):
            for move_out in self:
                move_out._refuse_unready()
        return super()._check_move(move)

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "prepared":
            self._end_agreements()
        elif move.target == "done":
            for move_out in self:
                move_out._settle()
        return result

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        move_outs = super().create(vals_list)
        for move_out in move_outs:
            # sudo: the number is drawn for whoever registers
            sequence = self.env["ir.sequence"].sudo().with_company(move_out.company_id)
            move_out._write_guarded({"name": sequence.next_by_code(self._name)})
        return move_outs

    def write(self, vals):
        if {"occupancy_id", "date"} & vals.keys():
            self.check_access("write")
            for move_out in self.filtered(lambda record: record.state != "draft"):
                raise UserError(
                    self.env._(
                        "%(move_out)s is %(state)s: resident and day stay as they are. Send it "
                        "back to the desk first.",
                        move_out=move_out.display_name,
                        state=move_out._state_label(move_out.state),
                    )
                )
        return super().write(vals)

    # ------------------------------------------------------------------ actions

    def action_prepare(self):
        """The desk has seen to everything: agreements end with the hand-over."""
        return self._move_to("prepared")

    def action_draft(self):
        """Back to the desk."""
        return self._move_to("draft")

    @asks_reason(_lt("Cancel the Move-out"))
    def action_cancel(self, reason=None):
        """The resident stays.

        :param str reason: why, kept in the history
        """
        return self._move_to("cancelled", reason=reason)

    def action_open_settling(self):
        """Ask where the money of the last payment or refund lies, then settle."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle"),
            "res_model": "convenience.move.out.settling",
            "view_mode": "form",
            "target": "new",
            "context": {"default_move_out_id": self.id},
        }
