from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .desk import Work

HOUR = timedelta(hours=1)


class ReportDesk(models.AbstractModel):
    """The figures of a day or a week at the desk (日报、周报).

    Whatever the offices registered, the number of queries is the same. What is open or overdue at
    the end of a past period is told from when a request was registered, finished and cancelled,
    not from the state it is in today.
    """

    _name = "report.convenience_service.report_desk"
    _inherit = ["report.convenience_service.report_desk"]

    # ------------------------------------------------------------------ what is counted

    @api.model
    def _domains(self, span):
        """Return {figure: domain on requests}."""
        open_at_end = self._open_at_end(span)
        return {
            "registered": self._on_days(span, "date_registered"),
            "done": self._on_days(span, "date_done"),
            "signed": self._between(span, "signed_at"),
            "reviewed": self._between(span, "reviewed_on"),
            "cancelled": self._between(span, "cancelled_on"),
            "open": open_at_end,
            "overdue": open_at_end & self._before_end(span, "finish_by", fields.Datetime.now()),
        }

    @api.model
    def _on_days(self, span, name):
        """A stored local day within the span."""
        return (
            Domain("office_id", "in", span.offices.ids)
            & Domain(name, ">=", span.date_from)
            & Domain(name, "<=", span.date_to)
        )

    @api.model
    def _between(self, span, name):
        """A moment within the span, by the zone of the office."""
        return Domain.OR(
            Domain("office_id", "in", own.ids)
            & Domain(name, ">=", own[0]._day_start(span.date_from))
            & Domain(name, "<", self._end(own[0], span))
            for own in span.offices.grouped("tz").values()
        )

    @api.model
    def _before_end(self, span, name, latest=None):
        """A moment before the span ends, by the zone of the office, and before `latest`."""
        return Domain.OR(
            Domain("office_id", "in", own.ids)
            & Domain(name, "<", min(filter(None, (self._end(own[0], span), latest))))
            for own in span.offices.grouped("tz").values()
        )

    @api.model
    def _end(self, office, span):
        """The first moment after the span (naive UTC)."""
        return office._day_start(span.date_to + timedelta(days=1))

    @api.model
    def _open_at_end(self, span):
        return (
            Domain("office_id", "in", span.offices.ids)
            & Domain("date_registered", "<=", span.date_to)
            & (Domain("date_done", "=", False) | Domain("date_done", ">", span.date_to))
            & (Domain("cancelled_on", "=", False) | ~self._before_end(span, "cancelled_on"))
        )

    @api.model
    def _paid(self):
        """Requests with an item that is paid for; all others are free."""
        return Domain("line_ids.product_id.convenience_charging", "=", "paid")

    # ------------------------------------------------------------------ figures

    @api.model
    def _counts(self, span):
        """Return {figure: {office: (requests, of these paid, amount)}}."""
        return {figure: self._counts_of(domain) for figure, domain in self._domains(span).items()}

    @api.model
    def _counts_of(self, domain):
        requests = self.env["convenience.request"]
        paid = dict(requests._read_group(domain & self._paid(), ["office_id"], ["__count"]))
        groups = requests._read_group(domain, ["office_id"], ["__count", "amount_total:sum"])
        return {office: (count, paid.get(office, 0), amount) for office, count, amount in groups}

    @api.model
    def _channels(self, span):
        """Return [(label, requests registered)]."""
        requests = self.env["convenience.request"]
        labels = dict(requests._fields["channel"]._description_selection(self.env))
        groups = requests._read_group(
            self._on_days(span, "date_registered"), ["channel"], ["__count"]
        )
        return [(labels[channel], count) for channel, count in groups]

    @api.model
    def _categories(self, span):
        """Return [(category, requests registered, requests done, amount done)]."""
        lines, counted = self.env["convenience.request.line"], "request_id:count_distinct"
        registered = dict(
            lines._read_group(self._on_days(span, "date_registered"), ["categ_id"], [counted])
        )
        done = {
            category: figures
            for category, *figures in lines._read_group(
                self._on_days(span, "date_done"), ["categ_id"], [counted, "amount:sum"]
            )
        }
        categories = sorted({*registered, *done}, key=lambda category: category.id or 0)
        return [
            (category, registered.get(category, 0), *done.get(category, (0, 0.0)))
            for category in categories
        ]

    @api.model
    def _registered_by_department(self, span):
        return dict(
            self.env["convenience.request"]._read_group(
                self._on_days(span, "date_registered"), ["department_id"], ["__count"]
            )
        )

    # ------------------------------------------------------------------ work done

    @api.model
    def _finished(self, span):
        """Return what was finished in the span, read at once."""
        return self.env["convenience.request"].search_fetch(
            self._on_days(span, "date_done"),
            ["registered_at", "started_on", "done_at", "department_id", "worker_ids"]
            + ["amount_total"],
            order="id",
        )

    @api.model
    def _work_by(self, finished, name):
        """Return {department or employee: `Work`}; a job of two counts for both."""
        groups = {}
        for request in finished:
            for doer in request[name] or [request[name]]:
                groups.setdefault(doer, []).append(request)
        return {doer: self._work(requests) for doer, requests in groups.items()}

    @api.model
    def _work(self, requests):
        hours = self._known_hours(requests, "started_on", "done_at")
        amount = sum(request.amount_total for request in requests)
        return Work(len(requests), sum(hours) if hours else None, amount)

    @api.model
    def _average_hours(self, finished, name):
        """Return the average hours from registration to a later moment, None if never reached."""
        hours = self._known_hours(finished, "registered_at", name)
        return sum(hours) / len(hours) if hours else None

    @api.model
    def _known_hours(self, requests, start, end):
        """Return the hours between two moments of each request that has both."""
        return [
            (request[end] - request[start]) / HOUR
            for request in requests
            if request[start] and request[end]
        ]

    @api.model
    def _late(self, span):
        """Return what was overdue when the span ended, the longest overdue first."""
        return self.env["convenience.request"].search(
            self._domains(span)["overdue"], order="finish_by, id"
        )
