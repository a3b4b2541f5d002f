from odoo import models
from odoo.tools.misc import formatLang


class ConvenienceMoneyMixin(models.AbstractModel):
    """Money in a sentence: every refusal, note and message that names an amount says it alike."""

    _name = "convenience.money.mixin"
    _description = "Money in Sentences"

    def _in_currency(self, amount, currency=None):
        """Return an amount with its currency, in the language of whoever reads it.

        :param float amount: rounded to the currency when it is said
        :param currency: where it is not that of the records, as on a model without one
        """
        # sudo: in which currency something is said is no secret
        currency = currency or self[:1].sudo().currency_id or self.env.company.currency_id
        return formatLang(self.env, amount, currency_obj=currency)
