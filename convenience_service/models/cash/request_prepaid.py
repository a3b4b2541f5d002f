from odoo import api, models
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """Prepaid services are billed by themselves once they are reviewed and the money is there.

    What is not paid ahead in full waits until the money comes, unless the director waived the rest
    or the cashier bills it like a visit: work of the past that a sheet brought in, and what became
    dearer. What was missed then, or was given back by a credit note, is billed by a daily job. The
    claims of the statement lines see to it that each service is billed once.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "reviewed":
            self._bill_prepaid()
        return result

    def _bill_prepaid(self):
        """Bill the prepaid services of reviewed requests: a statement for each office and payer.

        :return: the statements, which the invoicing job takes up
        """
        # sudo: the review is the permission
        lines = self.sudo()._prepaid_to_bill()
        statements = self.env["convenience.statement"]
        for office, own in lines.grouped("office_id").items():
            by_payer = own.grouped(lambda line: line.request_id.payer_id)
            claims = {
                payer: [line._prepare_claim() for line in payers_lines]
                for payer, payers_lines in by_payer.items()
            }
            statements |= statements._bill("prepaid", office, claims)
        if statements:
            statements._trigger_invoicing()
        return statements

    def _prepaid_to_bill(self):
        # what a collector has the money for is billed with the hand-over
        ready = (self - self._collected()).filtered(
            lambda request: (
                request.state == "reviewed"
                and not request.billing_waived
                and not request._prepayment_missing()
            )
        )
        return ready.line_ids.filtered(
            lambda line: (
                line.settlement_mode == "prepaid" and line.amount > 0 and not line.is_claimed
            )
        )

    @api.model
    def _prepaid_due(self):
        """What was reviewed and is on no bill, although it is paid ahead."""
        missed = Domain("settlement_mode", "=", "prepaid") & Domain("is_claimed", "=", False)
        return (
            Domain("billing_state", "=", "to_bill")
            & Domain("prepayment_missing", "<=", 0)
            & Domain("line_ids", "any", missed & Domain("amount", ">", 0))
        )

    @api.model
    def _cron_bill_prepaid(self):
        """Bill what was reviewed and missed."""
        self._run_job(self._prepaid_due(), "_bill_prepaid")
