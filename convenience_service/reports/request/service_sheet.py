from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in the item; lines that fit on the first sheet and on later ones,
# and what findings and signatures take.
COLUMNS = (44,)
FIRST_SHEET, NEXT_SHEET, CLOSING = 26, 40, 17


class ReportServiceSheet(models.AbstractModel):
    """The order on paper (便民服务单, 派工单; P2 4.2.6 to 4.3.1).

    One paper for before and after: what is known is printed, what is not is a blank to fill in by
    hand. Times are those of the office's zone, whoever prints.
    """

    _name = "report.convenience_service.report_service_sheet"
    _description = "Service Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        requests = self.env["convenience.request"].browse(
            formats.printed_ids(self.env, docids, data)
        )
        requests.check_access("read")
        return {
            "doc_ids": requests.ids,
            "doc_model": requests._name,
            "docs": requests,
            "papers": [self._paper(request) for request in requests],
        }

    @api.model
    def _paper(self, request):
        currency = request.currency_id
        rows = [self._row(line) for line in request.line_ids]
        return {
            "request": request,
            "letterhead": formats.letterhead(request.office_id),
            "facts": self._facts(request),
            "sheets": split_sheets(rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING),
            "amount_total": formats.money(self.env, request.amount_total, currency),
            "is_priced": not request.line_ids._awaiting_price(),
            "printed_on": format_date(self.env, request.office_id._today()),
            **self._moments(request),
        }

    @api.model
    def _facts(self, request):
        """Return pairs of (label, text) a row, as they stand in the grid on top."""
        moments = self._moments(request)
        label = request._fields["channel"]._description_selection(self.env)
        return [
            [
                (self.env._("Number"), request.name),
                (self.env._("Registered"), moments["registered_at"]),
            ],
            [
                (self.env._("Unit"), request.unit_id.name),
                (self.env._("Channel"), dict(label).get(request.channel)),
            ],
            [
                (self.env._("Customer"), request.customer_id.name),
                (self.env._("Phone"), request.phone),
            ],
            [
                (self.env._("Wanted On"), moments["wanted_on"]),
                (self.env._("Finish By"), moments["finish_by"]),
            ],
            [
                (self.env._("Department"), request.department_id.name),
                (self.env._("Service Staff"), self._who_works(request)),
            ],
        ]

    @api.model
    def _who_works(self, request):
        names = [*request.worker_ids.mapped("name"), request.provider_id.name]
        return ", ".join(filter(None, names))

    @api.model
    def _moments(self, request):
        """Return the datetimes of the request as local text by field name, "" where unknown."""
        names = (
            "registered_at", "wanted_on", "finish_by", "started_on", "done_at", "signed_at",
            "reviewed_on",
        )  # fmt: skip
        office = request.office_id
        return {name: formats.moment(self.env, office, request[name]) for name in names}

    @api.model
    def _row(self, line):
        unpriced = bool(line._awaiting_price())
        quoted = self.env._("By quotation") if unpriced else ""
        return {
            "item": line.product_id.name,
            "quantity": formats.number(self.env, line.quantity),
            "uom": line.uom_id.name or "",
            "price": quoted or self._money(line, line.price_unit),
            "amount": "" if unpriced else self._money(line, line.amount),
            "height": row_height([line.product_id.name or ""], COLUMNS),
        }

    @api.model
    def _money(self, line, amount):
        """The amount; what costs nothing says so."""
        return formats.money(self.env, amount, line.currency_id) if amount else self.env._("Free")
