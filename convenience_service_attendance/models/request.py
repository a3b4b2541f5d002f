from datetime import datetime, time, timedelta

from odoo import fields, models


class ConvenienceRequest(models.Model):
    """Report-in and -back at the office come from the attendance clock (P2 4.2.6, P5 4.2.7).

    What was entered by hand stays, and so does what the customer has signed.
    """

    _inherit = "convenience.request"

    def _reported_in(self):
        """Whoever sets out has reported in by the clock, if the office has one."""
        return super()._reported_in() | self.browse(self._came_by_clock())

    def _before_move(self, move):
        if move.source == "assigned" and move.target == "in_progress":
            self._report_in_by_clock()
        return super()._before_move(move)

    def action_report_in(self):
        """Confirm uniform and badge; the moment is the clock's where it recorded one."""
        self.check_access("write")
        self._report_in_by_clock()
        return super().action_report_in()

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "done":
            self._report_back_by_clock()
        return result

    def _report_in_by_clock(self):
        for request_id, moment in self._came_by_clock().items():
            self.browse(request_id)._write_guarded({"reported_in_on": moment})

    def _came_by_clock(self):
        """Return {request id: when its team was complete}, of those not reported in by hand.

        Whoever came last made the team complete: the latest check-in of today counts.
        """
        came = {}
        # sudo: neither desk nor field may read attendances
        requests = self.sudo().filtered(
            lambda request: request.office_id.report_by_clock and not request.reported_in_on
        )
        for office, same in requests.grouped("office_id").items():
            today = office._to_utc(datetime.combine(office._today(), time.min))
            clock = self._clocked(same.worker_ids, "check_in", today, fields.Datetime.now())
            for request in same:
                moments = [max(clock[worker]) for worker in request.worker_ids if worker in clock]
                if moments:
                    came[request.id] = max(moments)
        return came

    def _report_back_by_clock(self):
        """The first of the team to check out after the work, on its local day, reports back."""
        # sudo: as above
        requests = self.sudo().filtered(
            lambda request: (
                request.state == "done"
                and request.office_id.report_by_clock
                and not request.reported_back_on
            )
        )
        if not requests:
            return
        since, until = min(requests.mapped("done_at")), max(requests.mapped("done_at"))
        # a local day has 25 hours when summer time ends
        left = self._clocked(requests.worker_ids, "check_out", since, until + timedelta(hours=25))
        for request in requests:
            moments = [
                moment
                for worker in request.worker_ids
                for moment in left.get(worker, ())
                if moment >= request.done_at
                and request.office_id._local_date(moment) == request.date_done
            ]
            if moments:
                request._write_guarded({"reported_back_on": min(moments)})

    def _clocked(self, workers, name, since, until):
        """Return {worker: moments} that the clock recorded, naive UTC, both ends included.

        :param str name: `check_in` or `check_out`
        """
        attendances = self.env["hr.attendance"].sudo()
        found = attendances.search(
            [("employee_id", "in", workers.ids), (name, ">=", since), (name, "<=", until)]
        )
        return {worker: same.mapped(name) for worker, same in found.grouped("employee_id").items()}
