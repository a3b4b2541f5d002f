from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.arguments import DATE, TEXT, takes
from .rhythm import RULE_FIELDS

ONE_DAY = timedelta(days=1)
# What may be different from a date on; the price is the director's.
CHANGEABLE = frozenset(RULE_FIELDS) - {"date_from"} | {
    "quantity", "price_basis", "price_unit", "visit_time"
}  # fmt: skip
# What a successor keeps that is paid the same way.
KEPT_TERMS = (
    "name", "price_unit", "price_reason", "price_agreed_by_id", "uom_id", "tax_ids", "deposit",
    "tariff_line_id", "department_id",
)  # fmt: skip


class ConvenienceAgreementLine(models.Model):
    """How a service ends on a day, or goes on from a day as something else.

    What is billed stays as it is: neither reaches back into a period that is on a statement.
    """

    _name = "convenience.agreement.line"
    _inherit = ["convenience.agreement.line"]

    # ------------------------------------------------------------------ ending

    @takes(date=DATE, reason=TEXT)
    def end(self, date, reason):
        """End the services with the reason that the customer gave (P3 4 (12)).

        :param date: last local day of the service
        :param str reason: why, kept on the line and in the revisions
        :raise UserError: when the reason is missing, or later days are billed already
        """
        self.agreement_id._check_desk()
        reason = self.agreement_id._check_reason(reason)
        day = self.agreement_id._check_day(date)
        self._end_on(day, reason)
        self._ask_no_more(reason)
        for agreement, lines in self.grouped("agreement_id").items():
            agreement._log_changes(lines, "ended", day, reason)
        return True

    def _end_on(self, day, reason):
        """Let the lines end on the day, if they do not end earlier; the caller has checked who."""
        lines = self.filtered(lambda line: not line.date_to or line.date_to > day)
        lines._release_days(day + ONE_DAY)
        lines._write_guarded_each(
            {
                # a line that is ended before it began has no day at all
                line.id: {"date_to": max(day, line.date_from - ONE_DAY), "end_reason": reason}
                for line in lines
            }
        )
        lines._cancel_visits(day + ONE_DAY, False, reason)

    def _cancel_visits(self, first, last, reason):
        """Cancel the visits of these days for which nobody has set out yet.

        :param last: last day; False: for good
        """
        days = Domain("planned_date", ">=", first)
        if last:
            days &= Domain("planned_date", "<=", last)
        # sudo: the visits go with what they were made for, whoever was to dispatch them
        visits = (
            self.env["convenience.request"]
            .sudo()
            .search(
                days
                & Domain("agreement_line_id", "in", self.ids)
                & Domain("state", "in", ("new", "assigned"))
            )
        )
        if visits:
            # told apart from what a person cancelled: should the suspension become shorter, they
            # come back
            values = {visit.id: {"agreement_cancelled": True} for visit in visits}
            visits._move_to_by_system("cancelled", via="agreement", values=values, reason=reason)

    # ------------------------------------------------------------------ what is billed stays

    def _release_days(self, first, last=False):
        """Give up claims of drafts on these days, so that nothing of them is billed.

        :param last: last day; False: for good
        :raise UserError: naming what is on a statement
        """
        self._leave_draft_statements(first, last)
        self._check_unbilled(first, last)

    def _check_unbilled(self, first, last=False):
        """Refuse, by name, what is on a statement.

        :param last: last day; False: for good
        """
        for claim in self._claims_within(first, last):
            raise UserError(
                self.env._(
                    "%(item)s of %(date)s is on %(statement)s already. Choose a later day, or have "
                    "that credited first.",
                    item=claim.name,
                    date=claim.date,
                    statement=claim.statement_id.name,
                )
            )

    def _leave_draft_statements(self, first, last=False):
        """Give up claims of drafts on flat months of these days; compiling again takes them.

        :raise UserError: for a month whose statement is accepted
        """
        self._claims_within(first, last).filtered("agreement_line_id")._leave_drafts()

    def _claims_within(self, first, last):
        # sudo: what is billed stands against it, whoever may read statements
        claims = self.env["convenience.statement.line"].sudo()
        months = Domain("agreement_line_id", "in", self.ids) & Domain("period_to", ">=", first)
        visits = Domain("request_line_id.request_id.agreement_line_id", "in", self.ids)
        visits &= Domain("request_line_id.request_id.planned_date", ">=", first)
        if last:
            months &= Domain("period_from", "<=", last)
            visits &= Domain("request_line_id.request_id.planned_date", "<=", last)
        return claims.search(months | visits)

    # ------------------------------------------------------------------ going on as another

    @api.model
    def _check_changes(self, changes):
        unknown = changes.keys() - CHANGEABLE
        if unknown or not changes:
            raise UserError(
                self.env._(
                    "Quantity, price and recurrence change from a date on, nothing else. End the "
                    "service and add another one."
                )
            )

    def _check_holds_on(self, day):
        first, last = self._span()
        if not first <= day or (last and day > last):
            raise UserError(
                self.env._(
                    "%(line)s is not provided on %(date)s. Choose a day within its own.",
                    line=self.display_name,
                    date=day,
                )
            )

    def _prepare_successor(self, day, changes, reason):
        """Return the values of the line that goes on from the day with the changes."""
        changes = dict(changes)
        agreed = {}
        if "price_unit" in changes:
            self._check_director()
            agreed = self._prepare_agreed_price(changes.pop("price_unit"), reason)
        values = {**self.copy_data()[0], **changes, "date_from": day, "date_to": self.date_to}
        if values["price_basis"] == self.price_basis:
            values.update(self._kept_terms())
        else:
            values = self._complete_terms([values])[0]
        linked = {"replaces_id": self.id, "rhythm_from": self._kept_rhythm(changes)}
        return {**values, **linked, "end_reason": False, **agreed}

    def _kept_rhythm(self, changes):
        """Return the day to count on from: every second week stays the same one, unless how often
        the service comes is what changes.
        """
        return False if {"frequency", "interval"} & changes.keys() else self._rhythm_start()

    def _kept_terms(self):
        return {name: self._fields[name].convert_to_write(self[name], self) for name in KEPT_TERMS}
