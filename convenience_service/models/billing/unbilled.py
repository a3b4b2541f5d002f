from odoo import api, models
from odoo.fields import Domain

FINISHED = ("done", "signed", "reviewed")


class ConvenienceUnbilled(models.AbstractModel):
    """What was done by a day and not billed by it (已完成未结算), for the bookkeeper to accrue.

    The list of a month stays what it was, whenever it is printed: a claim counts by the day of
    its invoice, a credit by the day of the credit note. Three things are not known of the past:
    a decision not to bill, an invoice that was cancelled, and a price corrected since.
    """

    _name = "convenience.unbilled"
    _description = "Finished, Not Billed"

    @api.model
    def _unbilled_lines(self, office, day):
        """Return the request lines done up to a local day and not billed by its end."""
        # sudo: when it was invoiced is for the ledger to say; callers check office and reader
        lines = self.env["convenience.request.line"].sudo().with_context(active_test=False)
        found = lines.search(
            Domain("office_id", "=", office.id)
            & Domain("date_done", "<=", day)
            & Domain("request_id.state", "in", FINISHED)
            & Domain("request_id.billing_waived", "=", False)
            & Domain("amount", ">", 0)
            & Domain("statement_line_ids", "not any", self._billed_by(day)),
            order="date_done, id",
        )
        return found.with_env(self.env)

    @api.model
    def _unbilled_months(self, office, day):
        """Hook: [(what is billed by the month, values of a statement line)] of flat prices served
        up to the end of a period and not billed by then.
        """
        return []

    @api.model
    def _reason_of_month(self, line, values):
        """Hook: the key of why a flat month is not billed, as things are now."""
        return line.settlement_mode

    @api.model
    def _billed_by(self, day):
        """Claims whose invoice stood at the end of the day, not credited in full by then."""
        invoice = "statement_id.invoice_id"
        credited_later = Domain("state", "=", "posted") & Domain("invoice_date", ">", day)
        return (
            Domain(f"{invoice}.state", "=", "posted")
            & Domain(f"{invoice}.invoice_date", "<=", day)
            & (
                Domain("active", "=", True)
                | Domain(f"{invoice}.reversal_move_ids", "any", credited_later)
            )
        )

    @api.model
    def _reason_labels(self):
        """Why a line is not billed: key → words."""
        lines = self.env["convenience.request.line"]
        modes = dict(lines._fields["settlement_mode"]._description_selection(self.env))
        return {
            "unsigned": self.env._("Not signed by the customer"),
            "not_reviewed": self.env._("Signed, not reviewed"),
            "statement": self.env._("On a statement, not invoiced"),
            "later": self.env._("Invoiced later"),
            **{mode: self.env._("To bill: %(mode)s", mode=name) for mode, name in modes.items()},
        }

    @api.model
    def _reason(self, line):
        """Return the key of why the line is not billed, as things are now."""
        # sudo: states of statements, also to who sees the request alone
        claims = line.sudo().statement_line_ids.filtered("active")
        return self._reason_on_statement(claims) or line._waiting_reason()

    @api.model
    def _reason_on_statement(self, claims):
        if not claims:
            return ""
        return "later" if claims.statement_id.filtered(self._is_invoiced) else "statement"

    @api.model
    def _is_invoiced(self, statement):
        return statement.state == "invoiced"

    @api.model
    def _untaxed(self, line, price_unit, quantity):
        """Return the amount without tax, company currency, as the ERP's tax engine rounds it."""
        # sudo: rates of taxes
        return line.sudo().tax_ids.compute_all(
            price_unit, line.currency_id, quantity, line.product_id
        )["total_excluded"]
