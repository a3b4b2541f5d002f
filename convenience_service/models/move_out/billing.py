from odoo import models
from odoo.fields import Domain


class ConvenienceMoveOut(models.Model):
    """What was served in the unit that is left and is not billed yet."""

    _name = "convenience.move.out"
    _inherit = ["convenience.move.out"]

    def _bill_the_rest(self):
        """Bill what was served in the unit and is on no accepted statement yet."""
        lines = self._billable_lines()
        lines._leave_draft_statements()
        drafts = self._flat_lines().claim_ids.filtered(
            lambda claim: claim.active and claim.statement_id.state == "draft"
        )
        drafts._leave_drafts()
        claims = [line._prepare_claim() for line in lines] + self._flat_month_claims()
        statements = self.env["convenience.statement"]
        if not claims:
            return statements
        bill = statements._bill("move_out", self.office_id, {self.partner_id: claims})
        bill._invoice_now()
        return bill

    def _billable_lines(self):
        lines = self.env["convenience.request.line"].search(
            Domain("request_id.unit_id", "=", self.unit_id.id)
            & Domain("request_id.payer_id", "=", self.partner_id.id)
            & Domain("request_id.state", "=", "reviewed")
            & Domain("request_id.billing_waived", "=", False)
            & Domain("amount", ">", 0),
            order="date_done, id",
        )
        return lines.filtered(
            lambda line: (
                not line.is_claimed or line.statement_line_ids.statement_id.state == "draft"
            )
        )

    def _flat_lines(self):
        return self.env["convenience.agreement.line"].search(
            Domain("agreement_id.unit_id", "=", self.unit_id.id)
            & Domain("agreement_id.payer_id", "=", self.partner_id.id)
            & Domain("price_basis", "=", "flat")
        )

    def _flat_month_claims(self):
        """Flat months of agreements up to the hand-over that are on no accepted statement."""
        lines = self._flat_lines()
        claims = lines._unbilled_claims(self.date)
        first, last = self.office_id._period(self.date)
        if last > self.date:
            claims += lines._flat_claims(first, last)
        return [values for _line, values in claims]
