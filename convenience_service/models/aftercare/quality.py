from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .formulas import Counts

HANDLED = ("resolved", "verified", "unaccepted")
LIKED = ("very", "satisfied", "basic")
LIKED_STRICTLY = ("very", "satisfied")
# What each count is of: the day that it is counted on, and what else has to hold.
OF_REQUESTS = {
    "due": ("date_due", []),
    "in_time": ("date_due", [("finished_in_time", "=", True)]),
    "arrival_due": ("date_arrival", []),
    "arrived_in_time": ("date_arrival", [("arrived_in_time", "=", True)]),
    "finished": ("date_done", []),
    "reworked": ("date_done", [("is_reworked", "=", True)]),
}
OF_FOLLOW_UPS = {
    "drawn": ("date_due", [("state", "!=", "cut")]),
    "reached": ("date_due", [("state", "=", "reached")]),
    "answers": ("date_done", [("state", "=", "reached"), ("satisfaction", "!=", False)]),
    "satisfied": ("date_done", [("state", "=", "reached"), ("satisfaction", "in", LIKED)]),
    "strictly_satisfied": (
        "date_done",
        [("state", "=", "reached"), ("satisfaction", "in", LIKED_STRICTLY)],
    ),
}
OF_COMPLAINTS = {
    "complaints": ("date", []),
    "valid_complaints": ("date", [("finding", "=", "valid")]),
}


# By what a span is shown: the dimension of the records that are counted.
GROUPS = {"office": "office_id", "department": "department_id", "item": "product_id"}
NARROWED = {"office_id": "offices", "department_id": "department", "product_id": "product"}


class Scope(NamedTuple):
    """Whose work of which local days is counted; what is empty does not narrow it."""

    offices: models.Model
    date_from: fields.Date
    date_to: fields.Date
    department: models.Model = None
    product: models.Model = None
    employee: models.Model = None
    provider: models.Model = None

    def whose(self, request="request_id", persons=None):
        """Return the domain of who is asked about.

        :param request: path to the request, by which workers and provider are found
        :param persons: path to the persons concerned, where they are not those of the request
        """
        path = f"{request}." if request else ""
        domain = Domain("office_id", "in", self.offices.ids)
        for name, record in (
            ("department_id", self.department),
            ("product_id", self.product),
            (persons or f"{path}worker_ids", self.employee),
            (f"{path}provider_id", self.provider),
        ):
            if record:
                domain &= Domain(name, "in", record.ids)
        return domain

    def within(self, field_name):
        return Domain(field_name, ">=", self.date_from) & Domain(field_name, "<=", self.date_to)

    def months(self):
        """Yield the scope of each month, or of the part of it that lies within."""
        first = self.date_from
        while first <= self.date_to:
            following = first.replace(day=1) + relativedelta(months=1)
            last = min(following - timedelta(days=1), self.date_to)
            yield self._replace(date_from=first, date_to=last)
            first = following


class ConvenienceQuality(models.AbstractModel):
    """The counts behind rates, evaluations and overviews, each defined once.

    Days are local at the office. What is due is counted up to today. A group is a record of the
    dimension, or None where nothing is grouped. See `formulas` for what is made of them.
    """

    _name = "convenience.quality"
    _description = "Counts of Quality"

    @api.model
    def _counts(self, scope, by=None):
        """Return {record of the dimension, or None: `Counts`} of a scope.

        :param by: `office_id`, `department_id` or `product_id`; none for one answer
        """
        found = defaultdict(dict)
        for counts in (
            self._of_requests(scope, by),
            self._of_follow_ups(scope, by),
            self._of_complaints(scope, by),
            self._of_deadlines(scope, by),
            self._of_money(scope, by),
        ):
            for group, values in counts.items():
                found[group] |= values
        if not by:
            found[None] |= {}  # an answer, though nothing was done
        households = self._households(scope, by)
        for group, values in found.items():
            values["households"] = households.get(group if by == "office_id" else None, 0)
        return {group: Counts(**values) for group, values in found.items()}

    @api.model
    def _groups(self, scope, shown):
        """Yield (name of the group, its scope, its counts).

        :param shown: `all`, `month`, or a key of `GROUPS`
        """
        if shown == "month":
            for month in scope.months():
                yield f"{month.date_from:%Y-%m}", month, self._counts(month)[None]
            return
        by = GROUPS.get(shown)
        counts = self._counts(scope, by)
        for group in sorted(counts, key=lambda group: group.id or 0 if group else 0):
            own = scope._replace(**{NARROWED[by]: group}) if by and group else scope
            name = group.display_name if group else self.env._("None") if by else ""
            yield name, own, counts[group]

    @api.model
    def _count_each(self, model, table, domain, by, aggregate, scope):
        """Return {group: {name: count}} for each line of a table of counts."""
        found = defaultdict(dict)
        for name, (day, more) in table.items():
            asked = domain & scope.within(day) & Domain(more)
            for group, count in self._grouped(model, asked, by, aggregate):
                found[group][name] = count
        return found

    @api.model
    def _grouped(self, model, domain, by, aggregate):
        groups = self.env[model]._read_group(domain, [by] if by else [], [aggregate])
        return groups if by else [(None, count) for (count,) in groups]

    # ------------------------------------------------------------------ what is counted

    @api.model
    def _of_requests(self, scope, by):
        today = scope._replace(date_to=min(scope.date_to, self._today(scope)))
        model, once = "convenience.timeliness", "request_id:count_distinct"
        table = {
            **OF_REQUESTS,
            "due_finished": ("date_due", [("date_done", "<=", scope.date_to)]),
        }
        return self._count_each(model, table, scope.whose(), by, once, today)

    @api.model
    def _today(self, scope):
        """The local day now at the offices; where they are many, the latest."""
        return max(office._today() for office in scope.offices)

    @api.model
    def _of_follow_ups(self, scope, by):
        model = "convenience.followup"
        found = self._count_each(model, OF_FOLLOW_UPS, scope.whose(), by, "__count", scope)
        reached = scope.whose() & scope.within("request_id.date_done")
        reached &= Domain("state", "=", "reached")
        for group, count in self._grouped(model, reached, by, "request_id:count_distinct"):
            found[group]["followed_up"] = count
        return found

    @api.model
    def _of_complaints(self, scope, by):
        domain = scope.whose(persons="employee_ids")
        return self._count_each(
            "convenience.complaint", OF_COMPLAINTS, domain, by, "__count", scope
        )

    @api.model
    def _of_deadlines(self, scope, by):
        """Complaints that were to be closed in these days, and what became of them."""
        domain = scope.whose(persons="employee_ids") & self._moments_within(scope, "close_by")
        complaints = self.env["convenience.complaint"].search_fetch(
            domain, ["close_by", "resolved_on", "state", *([by] if by else [])]
        )
        found = defaultdict(lambda: defaultdict(int))
        for complaint in complaints:
            counts = found[complaint[by] if by else None]
            closed = complaint.state in HANDLED
            counts["complaints_due"] += 1
            counts["complaints_closed"] += closed
            counts["complaints_closed_in_time"] += bool(
                closed and complaint.resolved_on and complaint.resolved_on <= complaint.close_by
            )
        return found

    @api.model
    def _moments_within(self, scope, field_name):
        """Return the domain of moments (UTC) that lie in the local days of each office."""
        last = min(scope.date_to, self._today(scope))
        return Domain.OR(
            Domain("office_id", "in", offices.ids)
            & Domain(
                field_name, ">=", offices[0]._to_utc(datetime.combine(scope.date_from, time()))
            )
            & Domain(
                field_name,
                "<",
                offices[0]._to_utc(datetime.combine(last + timedelta(days=1), time())),
            )
            for offices in scope.offices.grouped("tz").values()
        )

    @api.model
    def _of_money(self, scope, by):
        domain = scope.whose() & scope.within("date")
        sums = self.env["convenience.economics"]._sums(domain, [by] if by else [])
        names = Counts._fields
        return {
            group[0] if by else None: {
                name: value
                for name, value in values.items()
                if name in names and name not in ("answers", "complaints")
            }
            for group, values in sums.items()
        }

    @api.model
    def _households(self, scope, by):
        """Return {office: units that somebody lived in on the last day, None: of all}."""
        lived_in = Domain("office_id", "in", scope.offices.ids)
        lived_in &= Domain("date_from", "<=", scope.date_to)
        lived_in &= Domain("date_to", "=", False) | Domain("date_to", ">=", scope.date_to)
        groups = self.env["convenience.occupancy"]._read_group(
            lived_in, ["office_id"], ["unit_id:count_distinct"]
        )
        counts = dict(groups)
        return {**counts, None: sum(counts.values())}
