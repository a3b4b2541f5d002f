from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SETTLEMENT_GROUPS = (
    "convenience_service.group_service_manager,convenience_service.group_cashier,"
    "convenience_service.group_general_manager"
)


class ConvenienceOffice(models.Model):
    """When and how an office bills: its period, journal, terms, and the state of its last month."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    journal_id = fields.Many2one(
        "account.journal",
        "Invoice Journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="Customer invoices of this office. Empty: the first sales journal of the company.",
    )
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms", check_company=True)
    payment_note = fields.Text(
        "How to Pay", translate=True, help="Printed on statements: place, hours, account, phone."
    )
    payment_bank_id = fields.Many2one(
        "res.partner.bank",
        "Account to Pay To",
        check_company=True,
        domain="[('partner_id.ref_company_ids', 'in', [company_id])]",
        help="Printed on statements and reminders. Empty: the company's first account.",
    )
    payment_code = fields.Image(
        max_width=600,
        max_height=600,
        help="The company's code of WeChat, Alipay or the bank: printed on statements and "
        "reminders, for whoever pays with the phone.",
    )
    cutoff_day = fields.Integer(
        "Cut-off Day", help="Last day of the settled period. 0 is the end of the month."
    )
    invoice_date_rule = fields.Selection(
        [("period_end", "Last day of the period"), ("first_open", "First open day")],
        "Invoice Date",
        required=True,
        default="period_end",
        help="When the books of the period are locked, the first open day is taken in any case.",
    )
    unpaid_limit = fields.Integer(
        "Unpaid Statements Allowed",
        default=3,
        help="More than these stop new paid requests. 0: no limit.",
    )
    to_settle_count = fields.Integer("To Settle", compute="_compute_request_counts")
    last_settlement_id = fields.Many2one(
        "convenience.settlement", compute="_compute_last_settlement", groups=SETTLEMENT_GROUPS
    )
    last_settlement_state = fields.Selection(
        selection=lambda self: (
            self.env["convenience.settlement"]._fields["state"]._description_selection(self.env)
        ),
        string="State of the Settlement",
        compute="_compute_last_settlement",
        groups=SETTLEMENT_GROUPS,
    )

    _cutoff_in_month = models.Constraint(
        "CHECK(cutoff_day BETWEEN 0 AND 28)",
        "The cut-off day lies between 1 and 28, or is 0 for the end of the month.",
    )

    # ------------------------------------------------------------------ compute

    def _request_count_domains(self):
        counted = super()._request_count_domains()
        return {**counted, "to_settle_count": Domain("billing_state", "=", "to_bill")}

    def _compute_last_settlement(self):
        settlements = self.env["convenience.settlement"].search(
            [("office_id", "in", self.ids)], order="date_to desc"
        )
        by_office = settlements.grouped("office_id")
        for office in self:
            office.last_settlement_id = by_office.get(office, settlements.browse())[:1]
            office.last_settlement_state = office.last_settlement_id.state

    # ------------------------------------------------------------------ constraints

    @api.constrains("journal_id", "payment_term_id")
    def _check_billing(self):
        """What would make every invoice of the office fail is refused here."""
        for office in self:
            if office.journal_id and office.journal_id.type != "sale":
                raise ValidationError(
                    self.env._(
                        "%(journal)s is no sales journal: %(office)s cannot invoice in it.",
                        journal=office.journal_id.name,
                        office=office.name,
                    )
                )
            term = office.payment_term_id
            if term.early_discount and term.early_pay_discount_computation == "mixed":
                raise ValidationError(
                    self.env._(
                        "%(term)s takes its discount off the invoice at once: %(office)s would "
                        "bill less than its statements say. Choose other terms.",
                        term=term.name,
                        office=office.name,
                    )
                )

    # ------------------------------------------------------------------ periods

    def _period(self, day):
        """Return the first and last day of the settlement period that holds `day`."""
        self.ensure_one()
        if not self.cutoff_day:
            first = day.replace(day=1)
            return first, first + relativedelta(months=1, days=-1)
        last = day.replace(day=self.cutoff_day)
        if day > last:
            last += relativedelta(months=1)
        return last + relativedelta(months=-1, days=1), last
