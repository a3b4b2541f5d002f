from odoo import api, models


class ConvenienceAgreementTerms(models.AbstractModel):
    """What the desk writes freely into a draft and the customer then signs for.

    From the activation on these fields change only by the methods that log a revision.
    """

    _name = "convenience.agreement.terms"
    _description = "Terms of an Agreement"
    _inherit = ["convenience.guarded.mixin"]

    @api.model
    def _draft_fields(self):
        """Names of what may be written while the agreement is a draft."""
        return frozenset()

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._draft_fields()

    def _refuse_guarded(self, guarded):
        drafts = all(terms.state == "draft" for terms in self.sudo())
        if drafts and guarded.keys() <= self._draft_fields():
            return None
        return super()._refuse_guarded(guarded)
