from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..guard.permit import with_permit
from ..guard.reason import asks_reason
from ..guard.roles import ACCOUNTANT, CLERK, DIRECTOR, SERVICE_MANAGER, SUPERVISOR
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

MOST_DOUBLES = 2  # the ERP joins three contacts at a time


class ConvenienceMergeProposal(models.Model):
    """Two contacts are one person (合并申请): who says so, what moves, and who carries it out.

    The desk proposes, a service manager accepts where nobody's money is touched. Where it is, a
    director answers for it, and somebody else with accounting rights carries it out.
    """

    _name = "convenience.merge.proposal"
    _description = "Merge of Contacts"
    _inherit = ["convenience.workflow.mixin"]
    _order = "id desc"
    _rec_name = "double_names"
    _check_company_auto = True

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.office"].search(
            [("user_ids", "in", self.env.uid)], limit=1
        ),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    survivor_id = fields.Many2one(
        "res.partner",
        "Contact That Stays",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    double_ids = fields.Many2many(
        "res.partner",
        "convenience_merge_proposal_double_rel",
        string="Doubles",
        check_company=True,
        help="Contacts of the same person, which are gone afterwards.",
    )
    double_names = fields.Char("Doubles by Name", readonly=True)
    reason = fields.Char(required=True, help="How you know that they are one person.")
    what_moves = fields.Text(
        compute="_compute_what_moves", compute_sudo=True, help="What becomes the other contact's."
    )
    moves_money = fields.Boolean(
        compute="_compute_what_moves", compute_sudo=True, help="Needs a director and accounting."
    )
    moved = fields.Text(readonly=True, copy=False, help="What moved, as it was told then.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("done", "Carried Out"), ("refused", "Refused")],
        required=True,
        default="proposed",
        index=True,
        copy=False,
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    director_id = fields.Many2one(
        "res.users", "Director Who Answers for It", readonly=True, copy=False
    )
    done_by_id = fields.Many2one("res.users", "Carried Out by", readonly=True, copy=False)
    done_on = fields.Datetime("Carried Out on", readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    refused_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("double_ids", "survivor_id", "moved")
    def _compute_what_moves(self):
        for proposal in self:
            doubles = (proposal.double_ids - proposal.survivor_id)._origin
            moves = doubles._merge_moves() if proposal.state == "proposed" and doubles else []
            proposal.what_moves = proposal.moved or "\n".join(move.text for move in moves)
            proposal.moves_money = any(move.is_money for move in moves)

    @api.depends("double_names", "survivor_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._(
                "Merge of %(doubles)s into %(survivor)s",
                doubles=proposal.double_names or "",
                survivor=proposal.survivor_id.name or "",
            )

    @api.model
    def default_get(self, fields):
        """Propose what was chosen in the list of contacts: the oldest stays."""
        values = super().default_get(fields)
        chosen = self.env.context.get("active_ids")
        if self.env.context.get("active_model") == "res.partner" and chosen:
            oldest, *others = self.env["res.partner"].browse(chosen).exists().sorted("id").ids
            values |= {"survivor_id": oldest, "double_ids": [Command.set(others)]}
        return values

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("proposed", "done", (SERVICE_MANAGER, ACCOUNTANT)),
            Move("proposed", "refused", (CLERK, ACCOUNTANT)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "done": ("done_by_id", "done_on"),
            "refused": ("refused_by_id", "refused_on"),
        }

    @api.model
    def _guarded_fields(self):
        # what was judged is what is carried out
        return super()._guarded_fields() | {
            "office_id", "survivor_id", "double_ids", "double_names", "reason", "moved",
            "proposed_by_id", "director_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        user = self.env.user
        return {
            **super()._guarded_defaults(),
            "moved": False,
            "proposed_by_id": user.id,
            "director_id": user.id if user._has_convenience_role(DIRECTOR) else False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create([{**vals, "double_names": False} for vals in vals_list])
        # sudo: the names are told in what is refused below, to who named the contacts
        for proposal in proposals.sudo():
            names = ", ".join(proposal.double_ids.mapped("name"))
            proposal._write_guarded({"double_names": names})
        proposals._check_contacts()
        proposals._check_own_office()
        return proposals

    def _check_contacts(self):
        """Two or three contacts, of whom the user knows each, and none of them staff."""
        for proposal in self:
            contacts = proposal.survivor_id | proposal.double_ids
            contacts.check_access("read")
            doubles = proposal.double_ids - proposal.survivor_id
            if not 1 <= len(doubles) <= MOST_DOUBLES or doubles != proposal.double_ids:
                raise UserError(
                    self.env._(
                        "%(proposal)s: name one or two doubles, and another contact that stays.",
                        proposal=proposal.display_name,
                    )
                )
            proposal._refuse_staff(contacts)

    def _refuse_staff(self, contacts):
        # sudo: who works here is no secret to the rule
        users = contacts.sudo().with_context(active_test=False).user_ids
        for user in users.filtered(lambda user: not user.share):
            raise UserError(
                self.env._(
                    "%(contact)s is the contact of a user of the company and is joined with "
                    "nobody. Have an administrator look at the user.",
                    contact=user.partner_id.name,
                )
            )

    # ------------------------------------------------------------------ moves

    def _check_move(self, move):
        if move.target == "done":
            self._check_contacts()
            for proposal in self.sudo():
                proposal._check_another_person()
                proposal._check_right()
        else:
            self._check_may_refuse()
        return super()._check_move(move)

    def _check_another_person(self):
        if self.env.user in self.proposed_by_id | self.director_id:
            raise AccessError(
                self.env._(
                    "%(proposal)s: you proposed it or answer for it. Have somebody else carry it "
                    "out.",
                    proposal=self.display_name,
                )
            )

    def _check_right(self):
        """Money needs the director's word and the accountant's right, anything else a manager."""
        user, director = self.env.user, self.director_id
        if not self.moves_money:
            if not user._has_convenience_role(SERVICE_MANAGER):
                self._refuse_role(SERVICE_MANAGER, act=self.env._("join contacts"))
        elif not user._has_convenience_role(ACCOUNTANT):
            self._refuse_role(ACCOUNTANT, act=self.env._("move money to another payer"))
        elif not (director and director._has_convenience_role(DIRECTOR)):
            raise UserError(
                self.env._(
                    "%(proposal)s moves money: have a director answer for it first.",
                    proposal=self.display_name,
                )
            )

    def _check_may_refuse(self):
        """Who proposed takes it back; else it is for supervisors and accounting."""
        if not self.env.user._has_convenience_role(SUPERVISOR, ACCOUNTANT):
            for proposal in self.sudo():
                if proposal.proposed_by_id != self.env.user:
                    proposal._refuse_role(
                        SUPERVISOR, ACCOUNTANT, act=self.env._("refuse what others propose")
                    )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "done":
            return values
        return {
            proposal.id: {**values.get(proposal.id, {}), "moved": proposal.what_moves}
            for proposal in self.sudo()
        }

    def _after_move(self, move):
        if move.target == "done":
            for proposal in self.sudo():
                proposal._join()
        return super()._after_move(move)

    def _join(self):
        """Join the contacts; what each room has of them is united there."""
        # sudo: two people with their rights have decided
        wizard = with_permit(self, self.ids).env["base.partner.merge.automatic.wizard"]
        contacts = self.survivor_id | self.double_ids
        wizard._merge(contacts.ids, dst_partner=self.survivor_id, extra_checks=False)
        self.invalidate_recordset()
        self._write_guarded({"double_ids": [Command.clear()]})

    def _answered_for(self):
        """Return who proposed the merge, who answers for it and why, in sentences."""
        return [
            self.env._(
                "Proposed by %(user)s: %(reason)s",
                user=" / ".join((self.proposed_by_id | self.director_id).mapped("name")),
                reason=self.reason,
            )
        ]

    # ------------------------------------------------------------------ actions

    def action_answer_for(self):
        """Say as a director that the contacts are one person, so that money may move."""
        self._require_role(DIRECTOR, act=self.env._("answer for moving money"))
        self._check_own_office()
        for proposal in self.sudo():
            if proposal.state != "proposed":
                raise UserError(
                    self.env._(
                        "%(proposal)s is %(state)s already.",
                        proposal=proposal.display_name,
                        state=proposal._state_label(proposal.state),
                    )
                )
        return self._write_guarded({"director_id": self.env.uid})

    def action_carry_out(self):
        """Join the contacts, as somebody else has proposed."""
        return self._move_to("done")

    @asks_reason(_lt("Refuse the Merge"))
    def action_refuse(self, reason=None):
        """Leave the contacts as they are.

        :param str reason: why, kept in the history
        """
        return self._move_to("refused", reason=reason)
