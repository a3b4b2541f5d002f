from odoo import api, models
from odoo.fields import Domain


class ConvenienceUnbilled(models.AbstractModel):
    """Flat months of agreements are served by their last day and listed with the services."""

    _name = "convenience.unbilled"
    _inherit = ["convenience.unbilled"]

    @api.model
    def _unbilled_months(self, office, day):
        """Return [(agreement line, values of a statement line)] of flat months, or parts of one,
        served up to the end of a period and not billed by then.
        """
        # sudo: when it was invoiced is for the ledger to say; callers check office and reader
        lines = self.env["convenience.agreement.line"].sudo()
        modes = lines._fields["settlement_mode"].get_values(self.env)
        served = lines.search(
            Domain.OR(lines._flat_domain(office, mode, day) for mode in modes), order="id"
        )
        claims = self.env["convenience.statement.line"].sudo().with_context(active_test=False)
        billed = claims.search(Domain("agreement_line_id", "in", served.ids) & self._billed_by(day))
        others = super()._unbilled_months(office, day)
        return [*others, *served._unbilled_claims(day, billed._flat_spans())]

    @api.model
    def _reason_of_month(self, line, values):
        """Return the key of why a flat month is not billed, as things are now."""
        # sudo: states of statements, also to who sees the agreement alone
        claims = self.env["convenience.statement.line"].sudo()
        month = Domain("period_from", "<=", values["period_to"]) & Domain(
            "period_to", ">=", values["period_from"]
        )
        found = claims.search(Domain("agreement_line_id", "=", line.id) & month)
        return self._reason_on_statement(found) or super()._reason_of_month(line, values)
