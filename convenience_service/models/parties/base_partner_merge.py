from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts of the same home are told apart by the desk before they become one."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._refuse_same_occupancy(src_partners | dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_values(self, src_partners, dst_partner):
        result = super()._update_values(src_partners, dst_partner)
        # whose homes they are now was written past the fields
        dst_partner.modified(["convenience_occupancy_ids"])
        return result

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
