from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..guard.roles import GENERAL_MANAGER


class ConvenienceRateMixin(models.AbstractModel):
    """What is owed to whoever does the work: by office and item, from a day on.

    The office's own rate goes before the company's, the item's before that of many items, and
    then the latest that holds on the day the work was done.
    """

    _name = "convenience.rate.mixin"
    _description = "Rate for Work Done"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    office_id = fields.Many2one(
        "convenience.office",
        index=True,
        check_company=True,
        default=lambda self: self._default_office(),
        help="Empty: every office.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
        help="Empty: every item.",
    )
    share = fields.Float("Share in Percent")
    date_from = fields.Date(
        "From", required=True, help="Holds for work done on or after this local day."
    )

    @api.model
    def _default_office(self):
        """Return the user's own office; none for who may set rates of the whole company."""
        if self.env.user._has_convenience_role(GENERAL_MANAGER):
            return self.env["convenience.office"]
        return self.env["convenience.request"]._default_office()

    @api.constrains("office_id", "company_id")
    def _check_office(self):
        for rate in self:
            if rate.office_id and rate.office_id.company_id != rate.company_id:
                raise ValidationError(
                    self.env._(
                        "%(office)s is an office of another company.", office=rate.office_id.name
                    )
                )

    @api.model
    def _find(self, lines):
        """Return {request line: the rate that held when it was done}, empty where none did."""
        rates = self.search([("company_id", "in", lines.company_id.ids)])
        return {line: rates._pick(line) for line in lines}

    def _pick(self, line):
        fitting = self.filtered(lambda rate: rate._fits(line))
        return fitting.sorted(lambda rate: (*rate._precedence(), rate.date_from))[-1:]

    def _fits(self, line):
        """Whether the rate is for work such as this request line."""
        return (
            self.company_id == line.company_id
            and self.office_id in (line.office_id, self.office_id.browse())
            and self.product_id in (line.product_id, self.product_id.browse())
            and self.date_from <= line.date_done
        )

    def _precedence(self):
        """Return what sorts rates that fit alike; the highest is taken."""
        return (bool(self.office_id), bool(self.product_id))
