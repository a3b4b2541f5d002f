from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that were billed in the same month stay two."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._refuse_same_settlement(src_partners | dst_partner)
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
