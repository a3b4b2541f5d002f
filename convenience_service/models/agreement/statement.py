from datetime import timedelta

from odoo import api, models


class ConvenienceStatement(models.Model):
    """Flat months of agreements that are paid ahead are billed when they are over."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    @api.model
    def _prepaid_flat_claims(self, office, day):
        """Return what is due of agreements at a flat price that are paid ahead: whole periods
        that are over, also those found late.

        :return: {payer: list of values of statement lines}
        """
        period_from, _period_to = office._period(day)
        until = period_from - timedelta(days=1)
        lines = self.env["convenience.agreement.line"].sudo()
        due = lines.search(lines._flat_domain(office, "prepaid", until), order="id")
        claims = {}
        for line, values in due._unbilled_claims(until):
            claims.setdefault(line.payer_id, []).append(values)
        return claims

    @api.model
    def _bill_prepaid_flat_months(self):
        """Bill what is due of flat prices paid ahead; each period once, by its claim."""
        statements = self.browse()
        for office in self.env["convenience.office"].sudo().search([]):
            day = office._today()
            claims = self._prepaid_flat_claims(office, day)
            if claims:
                statements |= self._bill("prepaid", office, claims, day)
        if statements:
            statements._trigger_invoicing()
        return statements
