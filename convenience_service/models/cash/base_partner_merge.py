from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that are one person have one prepayment account, where each had its own."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _update_foreign_keys(self, src_partners, dst_partner):
        self.env["convenience.wallet"]._merge_payers(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
