from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..parties.working_time import WorkingTime
from ..request.deadline import deadline_after
from .recurrence import at_clock

# Visits come by the thousand: nobody follows them, and their history is the log of moves.
QUIETLY = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
# What would be computed of every visit, and its service, is given with it: the agreement says it.
GIVEN = (
    "company_id",
    "currency_id",
    "amount_total",
    "signature_required",
    "billing_state",
    "planned_on",
    "is_quantity_lowered",
    "amount_raised",
    "is_raise_to_approve",
    "prepayment_missing",
)
GIVEN_OF_LINE = (
    "office_id", "company_id", "currency_id", "customer_id", "date_registered", "date_done",
    "amount", "is_claimed",
)  # fmt: skip


class ConvenienceRequest(models.Model):
    """Registers the visits of agreements, many at once: a month of them takes seconds.

    All that is fixed at registration is the agreement's. Nothing is looked up for each visit:
    numbers are drawn together, and what the visits of a line have in common is prepared once.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _register_visits(self, visits):
        """Register visits of agreements, each once; the caller is a job or has checked who asks.

        Nobody is told, since the customer signed for these days, and nobody is sent before the
        day: the job of dispatch does that.

        :param visits: (line of an active agreement, planned local day) pairs
        :return: the requests that were not there yet
        """
        missing = self._visits_missing(visits)
        if not missing:
            return self.browse()
        # sudo: all of a visit is the agreement's, whoever has it registered
        visits = self.sudo().with_context(**QUIETLY)
        terms = {line: line._prepare_request_terms() for line in _lines_of(missing).sudo()}
        requests = visits._create_guarded(_VisitBatch(missing, terms).values())
        lines = requests._add_agreed_services(terms)
        requests._not_computed_again(GIVEN)
        lines._not_computed_again(GIVEN_OF_LINE)
        return requests.with_env(self.env)

    def _add_agreed_services(self, terms):
        """Give each visit its line; what the visits of a service share is prepared once.

        :param terms: {line of an agreement: what a line of its visits copies}
        """
        return self.env["convenience.request.line"]._create_guarded(
            [
                {
                    **terms[request.agreement_line_id],
                    "request_id": request.id,
                    "office_id": request.office_id.id,
                    "company_id": request.company_id.id,
                    "currency_id": request.currency_id.id,
                    "customer_id": request.customer_id.id,
                    "date_registered": request.date_registered,
                    "is_claimed": False,
                }
                for request in self
            ]
        )

    @api.model
    def _visits_missing(self, visits):
        """Return the visits that are not registered, whatever became of those that are."""
        if not visits:
            return []
        lines = _lines_of(visits)
        # sudo: a visit the user may not see is made all the same
        known = self.sudo()._read_group(
            [
                ("agreement_line_id", "in", lines.ids),
                ("planned_date", ">=", min(day for _line, day in visits)),
            ],
            ["agreement_line_id", "planned_date:day"],
        )
        made = {(line.id, day) for line, day in known}
        return [(line, day) for line, day in dict.fromkeys(visits) if (line.id, day) not in made]

    @api.model
    def _to_dispatch(self):
        """A visit is shared out on its day, among who is at work then."""
        # sudo: the days of the offices count, whoever registers
        today = self.env["convenience.reminder.mixin"].sudo()._day_domain("planned_date", "<=")
        return super()._to_dispatch() & (Domain("planned_date", "=", False) | today)


def _lines_of(visits):
    return visits[0][0].union(*dict.fromkeys(line for line, _day in visits))


class _VisitBatch:
    """What the visits of a batch share: numbers drawn together, working hours read once."""

    def __init__(self, visits, terms):
        """
        :param visits: (line, planned local day) pairs, none of them registered
        :param terms: {line: what a line of its visits copies}
        """
        self._days = defaultdict(list)
        for line, day in visits:
            # sudo: all of a visit is the agreement's, whoever has it registered
            self._days[line.sudo()].append(day)
        self._lines = _lines_of(visits).sudo()
        self._terms = terms
        self._now = fields.Datetime.now()
        self._numbers = {
            company: self._draw(company, lines)
            for company, lines in self._lines.grouped("company_id").items()
        }
        self._clocks = {
            office: WorkingTime(office, self._earliest(lines))
            for office, lines in self._lines.grouped("office_id").items()
            if office.resource_calendar_id
        }

    def _draw(self, company, lines):
        sequence = lines.env["ir.sequence"].with_company(company)
        count = sum(len(self._days[line]) for line in lines)
        return iter(sequence._next_many_by_code("convenience.request", count))

    def _earliest(self, lines):
        return min(self._wanted_on(line, min(self._days[line])) for line in lines)

    @staticmethod
    def _wanted_on(line, day):
        """The agreed time on the office's clock, whatever its zone does that day (naive UTC)."""
        return line.office_id._to_utc(at_clock(day, line.visit_time))

    def values(self):
        """Return what each visit is registered with, line by line and day by day."""
        return [
            {**common, **own}
            for line in self._lines
            for common in [self._common(line)]
            for own in self._own(line)
        ]

    def _common(self, line):
        """What all visits of a line are registered with: the agreement's."""
        agreement = line.agreement_id
        return {
            "agreement_line_id": line.id,
            "office_id": line.office_id.id,
            "company_id": line.company_id.id,
            "currency_id": line.currency_id.id,
            "unit_id": agreement.unit_id.id,
            "customer_id": agreement.partner_id.id,
            "occupancy_id": agreement.occupancy_id.id,
            "customer_type_id": agreement.customer_type_id.id,
            "payer_id": agreement.payer_id.id,
            "payer_consent": agreement.payer_consent,
            "settlement_mode": line.settlement_mode,
            "phone": agreement.phone,
            "channel": "agreement",
            "department_id": line.department_id.id,
            "registered_at": self._now,
            "date_registered": line.office_id._local_date(self._now),
            "amount_total": self._terms[line]["amount"],
            "signature_required": self._terms[line]["signature_required"],
            "is_quantity_lowered": False,
            "amount_raised": 0.0,
            "is_raise_to_approve": False,
            "prepayment_missing": self._to_pay_ahead(line),
            "billing_state": "pending" if self._terms[line]["amount"] else "none",
        }

    def _to_pay_ahead(self, line):
        terms = self._terms[line]
        return terms["amount"] if terms["settlement_mode"] == "prepaid" else 0.0

    def _own(self, line):
        """Yield what is each visit's own: its number, its day, and deadlines from its time."""
        item = line.product_id.product_tmpl_id
        hours = item._convenience_hours(line.agreement_id.customer_type_id)
        clock = None if item.convenience_round_the_clock else self._clocks.get(line.office_id)
        for day in self._days[line]:
            wanted_on = self._wanted_on(line, day)
            respond_by, finish_by = (deadline_after(wanted_on, one, clock) for one in hours)
            yield {
                "name": next(self._numbers[line.company_id]),
                "planned_date": day,
                "wanted_on": wanted_on,
                "planned_on": wanted_on,
                "deadlines_from": wanted_on,
                "respond_by": respond_by,
                "finish_by": finish_by,
            }
