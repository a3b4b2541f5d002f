from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import DIRECTOR
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

BATCH_SIZE = 200


class ConvenienceErasure(models.Model):
    """Personal data of somebody who moved out long ago (个人信息清除): a job proposes to erase it,
    a director decides. What went is on record by its labels, never by its values.
    """

    _name = "convenience.erasure"
    _description = "Erasure of Personal Data"
    _inherit = ["convenience.workflow.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"

    office_id = fields.Many2one(
        "convenience.office", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Resident", required=True, index=True, readonly=True, ondelete="cascade"
    )
    date_left = fields.Date("Moved Out", readonly=True, help="The last unit was left on that day.")
    what_goes = fields.Text(compute="_compute_what_goes", compute_sudo=True)
    held_back = fields.Char(
        "Held Back By",
        compute="_compute_what_goes",
        compute_sudo=True,
        help="Why the data has to stay for now.",
    )
    erased = fields.Text(readonly=True, copy=False, help="What went, without its values.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("done", "Erased"), ("kept", "Kept")],
        required=True,
        default="proposed",
        index=True,
        copy=False,
    )
    done_by_id = fields.Many2one("res.users", "Erased by", readonly=True, copy=False)
    done_on = fields.Datetime("Erased on", readonly=True, copy=False)
    kept_by_id = fields.Many2one("res.users", "Kept by", readonly=True, copy=False)
    kept_on = fields.Datetime("Kept on", readonly=True, copy=False)

    @api.depends("partner_id", "erased")
    def _compute_what_goes(self):
        held = self.partner_id._erasure_held_back()
        for erasure in self:
            waits = erasure.state == "proposed"
            labels = erasure.partner_id._personal_labels() if waits else []
            erasure.what_goes = erasure.erased or ", ".join(labels)
            erasure.held_back = waits and ", ".join(sorted(held.get(erasure.partner_id, ())))

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("proposed", "done", (DIRECTOR,)),
            Move("proposed", "kept", (DIRECTOR,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "done": ("done_by_id", "done_on"),
            "kept": ("kept_by_id", "kept_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"office_id", "partner_id", "date_left", "erased"}

    def _check_move(self, move):
        if move.target == "done":
            # sudo: what is open anywhere binds who decides
            held = self.sudo().partner_id._erasure_held_back()
            for erasure in self.sudo():
                if erasure.partner_id in held:
                    raise UserError(
                        self.env._(
                            "The data of %(resident)s has to stay for now: %(reasons)s. See to "
                            "that first, or keep it.",
                            resident=erasure.partner_id.name,
                            reasons=", ".join(sorted(held[erasure.partner_id])),
                        )
                    )
        return super()._check_move(move)

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "done":
            return values
        return {
            erasure.id: {
                **values.get(erasure.id, {}),
                "erased": ", ".join(erasure.partner_id._personal_labels()),
            }
            for erasure in self.sudo()
        }

    def _after_move(self, move):
        if move.target == "done":
            # sudo: the director has decided
            self.sudo().partner_id._erase_personal_data()
        return super()._after_move(move)

    # ------------------------------------------------------------------ job

    @api.model
    def _cron_propose(self):
        """Propose to erase what is known of those who moved out long enough ago."""
        companies = self.env["res.company"].search([("convenience_erasure_months", ">", 0)])
        for company in companies:
            for partners in split_every(BATCH_SIZE, self._gone_from(company)):
                self._propose(company, dict(partners))
                self.env["ir.cron"]._commit_progress(len(partners))

    @api.model
    def _gone_from(self, company):
        """Return (resident, last day) of who left the company's last unit long enough ago."""
        months = relativedelta(months=company.convenience_erasure_months)
        return self.env["convenience.occupancy"]._read_group(
            [("company_id", "=", company.id)],
            ["partner_id"],
            ["date_to:max"],
            having=[("date_to:max", "<=", fields.Date.today() - months)],
        )

    @api.model
    def _propose(self, company, gone):
        """Propose those of the residents who are not held back, each once for a move-out.

        :param gone: {resident: day of the last move-out}
        """
        partners = self.env["res.partner"].concat(*gone)
        known = self.search([("partner_id", "in", partners.ids)])
        asked = {(one.partner_id, one.date_left) for one in known}
        held = partners._erasure_held_back()
        offices = dict(
            self.env["convenience.occupancy"]._read_group(
                [("partner_id", "in", partners.ids), ("company_id", "=", company.id)],
                ["partner_id"],
                ["office_id:max"],
            )
        )
        return self._create_guarded(
            [
                {"partner_id": one.id, "office_id": offices[one], "date_left": day}
                for one, day in gone.items()
                if one not in held and (one, day) not in asked and one._personal_labels()
            ]
        )

    # ------------------------------------------------------------------ actions

    def action_erase(self):
        """Erase what is personal: the director's decision."""
        return self._move_to("done")

    @asks_reason(_lt("Keep the Data"))
    def action_keep(self, reason=None):
        """Keep what is known of the resident.

        :param str reason: why, kept in the history
        """
        return self._move_to("kept", reason=reason)
