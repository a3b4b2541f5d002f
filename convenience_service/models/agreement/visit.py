from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .recurrence import without_spans
from .rhythm import RULE_FIELDS

ONE_DAY = timedelta(days=1)
# A batch is one transaction: of weekly services, it makes the visits of about one day.
LINES_AT_ONCE = 50


class ConvenienceAgreementLine(models.Model):
    """The visits of a service, made ahead by a job as far as the office looks (P2 4.2.3).

    Each line remembers up to which day its visits are made. What changes its days has it looked
    at anew from its first day on; what is made already is not made again, whatever became of it,
    save that a visit which only a suspension cancelled comes back on a day that is served again.
    """

    _name = "convenience.agreement.line"
    _inherit = ["convenience.agreement.line"]

    visits_until = fields.Date(
        "Visits Made Until",
        readonly=True,
        copy=False,
        help="Last local day up to which all visits are registered.",
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {"visits_until"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "visits_until": False}

    def write(self, vals):
        result = super().write(vals)
        if {*RULE_FIELDS, "date_to"} & vals.keys():
            self._look_again()
        return result

    def _look_again(self):
        """Have the job look at all days of the lines anew, because some of them have changed.

        Written even where no visit is made yet: a job that is at the lines by the days from before
        then meets this transaction, and one of the two takes a new snapshot.
        """
        looked_at = self.filtered(lambda line: line.state == "active")
        if looked_at:
            looked_at._write_guarded({"visits_until": False, "job_next_try": False})
            self._trigger_visits()

    @api.model
    def _trigger_visits(self):
        """Ask for the job of visits as soon as this transaction is committed."""
        # sudo: the job is only asked for
        self.env.ref("convenience_service.ir_cron_make_visits").sudo()._trigger()

    # ------------------------------------------------------------------ the job

    @api.model
    def _cron_make_visits(self):
        """Register the visits of active agreements up to each office's horizon."""
        self._run_job(self._visits_due(), "_make_visits", batch_size=LINES_AT_ONCE)

    @api.model
    def _visits_due(self):
        """Return the domain of lines whose visits are not made up to the horizon of the office."""
        offices = self.env["convenience.office"].with_context(active_test=False).search([])
        behind = Domain.OR(
            Domain("office_id", "in", same.ids) & Domain("visits_until", "<", horizon)
            for horizon, same in offices.grouped(lambda one: one._visit_horizon()).items()
        )
        return Domain("state", "=", "active") & (Domain("visits_until", "=", False) | behind)

    def _make_visits(self):
        """Register the visits that are missing, take up those that come back, and remember up to
        which day they are there.

        :raise UserError: naming the line, when its customer does not live in the unit any more
        """
        visits, reached = [], {}
        for line in self:
            days, until = line._days_to_make()
            visits += [(line, day) for day in days]
            reached[line.id] = {"visits_until": until}
        served = self._served_before()
        visits = [(line, day) for line, day in visits if day not in served.get(line, ())]
        requests = self.env["convenience.request"]
        requests._resume_visits(visits)
        requests._register_visits(visits)
        self._write_guarded_each(reached)

    def _days_to_make(self):
        """Return the days on which there is to be a visit, and the day up to which that is all.

        What the customer moved out before is not made: the days until then are, and the next
        run keeps the error.
        """
        first, until = self._days_to_look_at()
        _first_served, last = self._span()
        days = self._recurrence().days(first, min(last or until, until))
        days = without_spans(days, self._suspended_spans())
        lives_there = self.agreement_id.occupancy_id._holds_on
        gone = next((day for day in days if not lives_there(day)), None)
        if gone is None:
            return days, until
        if days[0] == gone:
            raise UserError(self._moved_out_message(gone))
        return [day for day in days if day < gone], gone - ONE_DAY

    def _served_before(self):
        """Return {line: days on which what it replaces has a visit, or one that a person called
        off}: a change brings nobody a second time, nor on a day the customer did not want.
        """
        older = {line: line._replaced() for line in self if line.replaces_id}
        if not older:
            return {}
        # sudo: a visit counts, whoever may see it
        visits = (
            self.env["convenience.request"]
            .sudo()
            .search_fetch(
                [
                    ("agreement_line_id", "in", self.union(*older.values()).ids),
                    ("planned_date", ">=", min(line.date_from for line in older)),
                    ("agreement_cancelled", "=", False),
                ],
                ["agreement_line_id", "planned_date"],
            )
        )
        days = {
            line.id: set(own.mapped("planned_date"))
            for line, own in visits.grouped("agreement_line_id").items()
        }
        return {
            line: set().union(*(days.get(line_id, ()) for line_id in replaced.ids))
            for line, replaced in older.items()
        }

    def _days_to_look_at(self):
        """Return first and last local day: from the activation on, up to the horizon."""
        office, activated = self.office_id, self.agreement_id.activated_on
        first = max(self.date_from, office._local_date(activated))
        if self.visits_until:
            first = max(first, self.visits_until + ONE_DAY)
        return first, office._visit_horizon()

    def _moved_out_message(self, day):
        return self.env._(
            "%(line)s: %(customer)s is not registered in %(unit)s on %(date)s. End the agreement, "
            "or correct the occupancy.",
            line=self.display_name,
            customer=self.partner_id.name,
            unit=self.unit_id.name,
            date=day,
        )
