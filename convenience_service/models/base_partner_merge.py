from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that are one person become one: with one prepayment account, where each had
    its own. What the ERP's way of merging would meet as a duplicate is refused by name.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        partners = src_partners | dst_partner
        self._refuse_same_settlement(partners)
        self._refuse_same_occupancy(partners)
        self.env["convenience.wallet"]._merge_payers(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _refuse_same_settlement(self, partners):
        """Each statement of a settlement is a paper of its own payer."""
        # sudo: what was billed binds whoever merges
        groups = (
            self.env["convenience.statement"]
            .sudo()
            ._read_group(
                [("partner_id", "in", partners.ids), ("settlement_id", "!=", False)],
                ["settlement_id"],
                ["partner_id:recordset"],
                having=[("__count", ">", 1)],
                limit=1,
            )
        )
        for settlement, payers in groups:
            raise UserError(
                self.env._(
                    "%(payers)s were each billed in %(settlement)s, and their statements stay "
                    "apart. Keep both contacts, and archive the one that is no longer used.",
                    payers=", ".join(payers.mapped("name")),
                    settlement=settlement.display_name,
                )
            )

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
