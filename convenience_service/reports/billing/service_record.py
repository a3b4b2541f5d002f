from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets
from ..guard.workbook import Book

# Half-width characters that fit in: unit, customer, item, workers, signed by.
COLUMNS = (15, 18, 22, 11, 14)
FIRST_SHEET, NEXT_SHEET, CLOSING = 24, 29, 6


class ReportServiceRecord(models.AbstractModel):
    """Every service of a month, free or paid (便民服务活动记录表, P5 5.1).

    A row is a line of a request that was finished in the period, by the office's local days.
    """

    _name = "report.convenience_service.report_service_record"
    _inherit = ["convenience.month.report.mixin"]
    _description = "Service Activity Record"

    @api.model
    def _services(self, period):
        """Return one dict a service, unformatted, in the order in which they were finished."""
        lines = self.env["convenience.request.line"].search(
            self._finished_in(period), order="date_done, request_id, id"
        )
        numbered = lines.sorted(lambda line: (line.date_done, line.request_id.name, line.id))
        return [self._service(number, line) for number, line in enumerate(numbered, 1)]

    @api.model
    def _service(self, number, line):
        request = line.request_id
        return {
            "number": number,
            "date": line.date_done,
            "request": request.name,
            "unit": request.unit_id.name,
            "customer": request.customer_id.name,
            "item": line.product_id.name,
            "quantity": line.quantity,
            "uom": line.uom_id.name or "",
            "amount": line.amount,
            "workers": self._who_worked(request),
            "signed": self._who_signed(request),
        }

    @api.model
    def _who_worked(self, request):
        return ", ".join(request.worker_ids.mapped("name")) or request.provider_id.name or ""

    @api.model
    def _who_signed(self, request):
        if request.signed_name:
            return request.signed_name
        return self.env._("Not signed") if request.signature_required else ""

    @api.model
    def _sums(self, services):
        paid = [service for service in services if service["amount"]]
        return {
            "times": len(services),
            "paid_times": len(paid),
            "free_times": len(services) - len(paid),
            "amount": sum(service["amount"] for service in paid),
        }

    @api.model
    def _signatures(self):
        """The record is signed for the customers too: 客户签字."""
        return [*super()._signatures(), self.env._("Customer's Signature")]

    # ------------------------------------------------------------------ paper

    @api.model
    def _report(self, period):
        services = self._services(period)
        rows = [self._paper_row(service, period) for service in services]
        sums = self._sums(services)
        return {
            "period": period,
            "letterhead": formats.letterhead(period.office),
            "period_label": formats.period(self.env, period.date_from, period.date_to),
            "printed_on": format_date(self.env, period.office._today()),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            **sums,
            "amount": formats.money(self.env, sums["amount"], period.office.currency_id),
            "signatures": self._signatures(),
        }

    @api.model
    def _paper_row(self, service, period):
        currency = period.office.currency_id
        names = ("unit", "customer", "item", "workers", "signed")
        return {
            **service,
            "date": format_date(self.env, service["date"]),
            "quantity": formats.number(self.env, service["quantity"]),
            "amount": (
                formats.money(self.env, service["amount"], currency)
                if service["amount"]
                else self.env._("Free")
            ),
            "height": row_height([service[name] or "" for name in names], COLUMNS),
        }

    # ------------------------------------------------------------------ sheet

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the record as the bytes of an xlsx file; arguments as for the paper."""
        book = Book()
        for period in self._periods(docids, data):
            self._fill(book, period, self._services(period))
        return book.close()

    @api.model
    def _fill(self, book, period, services):
        kinds = ["count", "date"] + ["text"] * 4 + ["quantity", "text", "money"] + ["text"] * 2
        sheet = book.add_sheet(self.env._("Record"), kinds, heading=self._heading(period))
        sheet.head(self._labels())
        for service in services:
            sheet.row(list(service.values()))
        amount = self._sums(services)["amount"]
        sheet.total([self.env._("Total"), "", "", "", "", "", "", "", amount, "", ""])
        sheet.signatures(self._signatures())

    @api.model
    def _heading(self, period):
        return [
            f"{period.office.name} {self.env._('Service Activity Record')}",
            formats.period(self.env, period.date_from, period.date_to),
            self.env._(
                "Amounts in %(currency)s, tax included", currency=period.office.currency_id.name
            ),
        ]

    @api.model
    def _labels(self):
        return [
            self.env._("No."),
            self.env._("Date"),
            self.env._("Request"),
            self.env._("Unit"),
            self.env._("Customer"),
            self.env._("Item"),
            self.env._("Quantity"),
            self.env._("Unit of Measure"),
            self.env._("Amount"),
            self.env._("Service Staff"),
            self.env._("Signed By"),
        ]
