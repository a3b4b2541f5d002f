from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ..guard.permit import has_permit, permit_of

PROPOSAL = "convenience.merge.proposal"


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Contacts are joined by whom the ERP lets do so, but money goes to another payer only by a
    proposal that a director answers for and somebody with accounting rights carries out.

    Two contacts of the same home are told apart by the desk before they become one.
    """

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _merge_bank_accounts(self, src_partners, dst_partner):
        """Here the ERP knows who stays, and has moved nothing yet."""
        # sudo: what moves binds whoever merges, and is told to who does
        moves = src_partners.sudo()._merge_moves()
        self._refuse_moving_money(src_partners, dst_partner, moves)
        self._tell_what_moves(src_partners, dst_partner, moves)
        return super()._merge_bank_accounts(src_partners, dst_partner)

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._refuse_same_occupancy(src_partners | dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        # whose homes they are now was written past the fields
        dst_partner.modified(["convenience_occupancy_ids"])
        return result

    # ------------------------------------------------------------------ money

    def _refuse_moving_money(self, src_partners, dst_partner, moves):
        """Refuse, whoever asks, what is not just what a proposal says."""
        money = [move.text for move in moves if move.is_money]
        if not money or self._covered_by_proposal(src_partners, dst_partner):
            return
        raise UserError(
            self.env._(
                "With %(contacts)s money would go to %(survivor)s: %(money)s. Have a director "
                "propose the merge, and somebody else with accounting rights carry it out.",
                contacts=", ".join(src_partners.sudo().mapped("name")),
                survivor=dst_partner.sudo().name,
                money="; ".join(money),
            )
        )

    def _covered_by_proposal(self, src_partners, dst_partner):
        """Whether a proposal that is being carried out is about just these contacts."""
        if not has_permit(self, PROPOSAL):
            return False
        proposal = self.env[PROPOSAL].sudo().browse(permit_of(self).ids)
        return proposal.survivor_id == dst_partner and src_partners <= proposal.double_ids

    def _tell_what_moves(self, src_partners, dst_partner, moves):
        """Leave word with the contact that stays of who came to it, and with what."""
        told = [
            self.env._("Joined with this contact: %(names)s.", names=name)
            for name in src_partners.sudo().mapped("display_name")
        ]
        told += [move.text for move in moves]
        if has_permit(self, PROPOSAL):
            told += self.env[PROPOSAL].sudo().browse(permit_of(self).ids)._answered_for()
        # sudo: the word is left by whoever merges
        dst_partner.sudo().message_post(body=Markup("<br/>").join(told))

    # ------------------------------------------------------------------ homes

    def _refuse_same_occupancy(self, partners):
        """The same home from the same day, twice: the desk says which entry was a mistake."""
        # sudo: who lives where binds whoever merges
        groups = (
            self.env["convenience.occupancy"]
            .sudo()
            ._read_group(
                [("partner_id", "in", partners.ids)],
                ["unit_id", "role", "date_from:day"],
                ["partner_id:recordset"],
                having=[("__count", ">", 1)],
                limit=1,
            )
        )
        for unit, _role, day, residents in groups:
            raise UserError(
                self.env._(
                    "%(residents)s are both registered in %(unit)s from %(day)s. Have the desk "
                    "remove one of the two entries, then merge the contacts.",
                    residents=", ".join(residents.mapped("name")),
                    unit=unit.display_name,
                    day=day,
                )
            )
