import logging

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..billing.account_move import JOB_CONTEXT

_logger = logging.getLogger(__name__)


class ConvenienceProviderBill(models.Model):
    """The monthly job: a bill is first noted, one an office, provider and month, then drafted.

    What cannot be drafted keeps its error and is tried again; the others go on. A bill that was
    deleted, cancelled or credited is not drafted by the job a second time for its month: what it
    paid for goes on the next month's, or on one that the cashier drafts at once.
    """

    _name = "convenience.provider.bill"
    _inherit = ["convenience.provider.bill"]

    @api.model
    def _cron_draft_closed_months(self):
        """Draft the vendor bills of the periods that are closed, by each office's own day."""
        for office in self.env["convenience.office"].search([]):
            self._note_closed_month(office)
        self._run_job([("move_id", "=", False)], "_draft_noted", batch_size=10)

    @api.model
    def _note_closed_month(self, office):
        date_from, date_to = office._closed_provider_period()
        month = {"office_id": office.id, "date_from": date_from, "date_to": date_to}
        bills = [
            {**month, "partner_id": provider.id}
            for provider in self._unpaid_providers(office, date_to)
        ]
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._create_guarded(bills).flush_recordset()
        except UniqueViolation:
            _logger.info("The month of %s is being noted by another process.", office.name)

    @api.model
    def _unpaid_providers(self, office, day):
        """Return the providers without a bill of the month that are owed something, or whose rate
        is missing.
        """
        lines = self._unpaid_lines(office, day)
        rates = self.env["convenience.provider.rate"]._find(lines)
        owed = lines.filtered(lambda line: not rates[line] or rates[line]._amount_of(line))
        month = Domain("office_id", "=", office.id) & Domain("date_to", "=", day)
        billed = self.with_context(active_test=False).search(month).partner_id
        return owed.request_id.provider_id - billed

    def _draft_noted(self):
        for bill in self:
            office = bill.office_id
            bill.with_company(bill.company_id).with_context(
                **JOB_CONTEXT, tz=office.tz, lang=office.partner_id.lang or self.env.lang
            )._draft_own_month()

    def _draft_own_month(self):
        """Draft the vendor bill of a bill that is noted.

        :raise UserError: when no service of the provider has a rate
        """
        lines = self._unpaid_lines(self.office_id, self.date_to).filtered(
            lambda line: line.request_id.provider_id == self.partner_id
        )
        rates = self.env["convenience.provider.rate"]._find(lines)
        if any(rates[line] and rates[line]._amount_of(line) for line in lines):
            self._pay_for(lines, rates, self.env)
            return
        missing = lines.filtered(lambda line: not rates[line])
        if missing:
            raise UserError(self._name_missing(missing))
        # paid by another bill since, or nothing is owed any more
        self._write_guarded({"active": False})
