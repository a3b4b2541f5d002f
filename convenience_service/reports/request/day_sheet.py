from datetime import datetime, timedelta
from operator import itemgetter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..guard import formats
from ..guard.asked import asked_day, asked_id, asked_ids
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in: unit, customer, items and note.
COLUMNS = (17, 15, 36)
FIRST_SHEET, NEXT_SHEET, CLOSING = 22, 26, 4
# A row leaves room for a signature.
LEAST_HEIGHT = 2
DISPATCHED = ("assigned", "in_progress")
FINISHED = ("done", "signed", "reviewed")


class ReportDaySheet(models.AbstractModel):
    """What one of the field staff has to do on a day, a page each (派工日程单, P2 4.2.6).

    A job stands on the sheet of a day when it was finished on it, or when it is dispatched, not
    finished, and wanted up to its end; without a wanted time, registered up to its end.
    """

    _name = "report.convenience_service.report_day_sheet"
    _inherit = ["convenience.office.report.mixin"]
    _description = "Day Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on chosen staff, or on `data`: office_id, department_ids and day (local).

        :raise AccessError: for others than supervisors and general managers
        """
        self._check_reader()
        data = data or {}
        staff = self.env["convenience.worker"].browse(formats.printed_ids(self.env, docids, data))
        staff.check_access("read")
        chosen = bool(staff)
        staff = staff or self._staff_of(data)
        papers = []
        for office, own in staff.grouped("office_id").items():
            day = asked_day(self.env, data, "day", needed=False) or office._today()
            papers += self._papers(office, own, day, chosen)
        return {
            "doc_ids": staff.ids,
            "doc_model": staff._name,
            "docs": staff,
            "papers": papers,
            "signatures": [self.env._("Service Staff"), self.env._("Supervisor")],
        }

    @api.model
    def _staff_of(self, data):
        """Return the staff of the office, or of some of its departments."""
        domain = Domain("office_id", "=", asked_id(self.env, data, "office_id"))
        departments = asked_ids(self.env, data, "department_ids")
        if departments:
            domain &= Domain("department_id", "in", departments)
        return self.env["convenience.worker"].search(domain)

    @api.model
    def _papers(self, office, staff, day, chosen):
        """Return a paper for each of the staff; who was not asked for by name needs a job."""
        jobs = self._jobs(office, staff, day)
        return [
            self._paper(worker, jobs[worker.employee_id.id], day)
            for worker in staff
            if chosen or jobs[worker.employee_id.id]
        ]

    @api.model
    def _jobs(self, office, staff, day):
        """Return {employee id: jobs of the day in the order they are due}, in one search."""
        requests = self.env["convenience.request"].search(
            Domain("office_id", "=", office.id)
            & Domain("worker_ids", "in", staff.employee_id.ids)
            & self._on_the_day(office, day)
        )
        jobs = {employee.id: [] for employee in staff.employee_id}
        for request in requests.sorted(self._due):
            for employee_id in request.worker_ids.ids:
                jobs.setdefault(employee_id, []).append(request)
        return jobs

    @api.model
    def _on_the_day(self, office, day):
        end = office._day_start(day + timedelta(days=1))
        unscheduled = Domain("wanted_on", "=", False) & Domain("date_registered", "<=", day)
        return (
            Domain("state", "in", DISPATCHED) & (Domain("wanted_on", "<", end) | unscheduled)
        ) | (Domain("state", "in", FINISHED) & Domain("date_done", "=", day))

    @api.model
    def _due(self, request):
        """What jobs are ordered by: the hour wanted, otherwise that by which they are due."""
        return (request.wanted_on or request.finish_by or datetime.max, request.id)

    # ------------------------------------------------------------------ paper

    @api.model
    def _paper(self, worker, jobs, day):
        rows = [self._row(number, request) for number, request in enumerate(jobs, 1)]
        return {
            "worker": worker,
            "letterhead": formats.letterhead(worker.office_id),
            "day": format_date(self.env, day),
            "count": len(rows),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
        }

    @api.model
    def _row(self, number, request):
        office = request.office_id
        items = ", ".join(map(self._item, request.line_ids))
        texts = (
            f"{request.unit_id.name} {request.name}",
            f"{request.customer_id.name} {request.phone or ''}",
            f"{items} {request.note or ''}",
        )
        return {
            "number": number,
            "request": request,
            "items": items,
            "wanted_on": formats.moment(self.env, office, request.wanted_on),
            "finish_by": formats.moment(self.env, office, request.finish_by),
            "arrived": formats.time_of_day(office, request.started_on),
            "left": formats.time_of_day(office, request.done_at),
            "height": max(LEAST_HEIGHT, row_height(texts, COLUMNS)),
        }

    @api.model
    def _item(self, line):
        quantity = formats.number(self.env, line.quantity)
        return f"{line.product_id.name} × {quantity} {line.uom_id.name or ''}".strip()
