from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that were billed in the same month have their claims on one payer's name."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: what was billed follows the person, whoever merges
        statements = self.env["convenience.statement"].sudo()
        statements._merge_payers(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)
