from odoo import models


class ConvenienceSettlement(models.Model):
    """A settlement takes the flat months of agreements along."""

    _name = "convenience.settlement"
    _inherit = ["convenience.settlement"]

    def _due_claims(self):
        return [*super()._due_claims(), *self._agreement_claims()]

    def _agreement_claims(self):
        """Return (payer, values of a statement line) of flat months up to the period's end."""
        lines = self.env["convenience.agreement.line"]
        due = lines.search(lines._flat_domain(self.office_id, "monthly", self.date_to), order="id")
        return [(line.payer_id, values) for line, values in due._unbilled_claims(self.date_to)]
