from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.page_layout import row_height, split_sheets

# Half-width characters that fit in: item, customer types, department.
COLUMNS = (30, 20, 14)
FIRST_SHEET, NEXT_SHEET, CLOSING = 36, 42, 8


class ReportTariff(models.AbstractModel):
    """Items and prices of an office as they are posted (便民服务项目及价格表; P1 6, P2 4.2.2)."""

    _name = "report.convenience_service.report_tariff"
    _description = "Tariff on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        tariffs = self.env["convenience.tariff"].browse(docids)
        tariffs.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": tariffs._name,
            "docs": tariffs,
            "papers": [self._paper(tariff) for tariff in tariffs],
        }

    @api.model
    def _paper(self, tariff):
        office = tariff.office_id
        rows = self._rows(tariff)
        return {
            "tariff": tariff,
            "letterhead": formats.letterhead(office),
            "title": office.tariff_title or tariff.name,
            "date_start": format_date(self.env, tariff.date_start),
            "has_terms": any(row.get("terms") for row in rows),
            "sheets": split_sheets(
                rows, FIRST_SHEET, NEXT_SHEET, itemgetter("height"), CLOSING, itemgetter("group")
            ),
            "approved_on": tariff.approved_on
            and format_date(self.env, office._local_date(tariff.approved_on)),
            "printed_on": format_date(self.env, office._today()),
        }

    @api.model
    def _rows(self, tariff):
        """Return each category followed by its items."""
        rows = []
        for category, lines in tariff.line_ids.grouped("categ_id").items():
            rows.append({"group": True, "name": category.name or "", "height": 1})
            rows += [self._row(same) for same in lines.grouped(self._sameness).values()]
        return rows

    @api.model
    def _sameness(self, line):
        """What lines of one item share when they differ in the customer type alone."""
        return (
            line.product_id, line.operation, line.price_rule, line.price, line.uom_id,
            line.deposit, line.prepaid, line.department_id,
        )  # fmt: skip

    @api.model
    def _row(self, lines):
        line = lines[0]
        stopped = line.operation == "stop"
        department = "" if stopped else line.department_id.name or ""
        texts = (line.product_id.name or "", self._customer_types(lines), department)
        operations = dict(line._fields["operation"]._description_selection(self.env))
        return {
            "group": False,
            "name": texts[0],
            "types": texts[1],
            "department": department,
            "change": operations[line.operation],
            "uom": "" if stopped else line.uom_id.name or "",
            "price": self.env._("Stopped") if stopped else self._price(line),
            "terms": self._terms(line),
            "height": row_height(texts, COLUMNS),
        }

    @api.model
    def _customer_types(self, lines):
        if not all(line.customer_type_id for line in lines):
            return self.env._("All")
        return " / ".join(lines.customer_type_id.sorted().mapped("name"))

    @api.model
    def _price(self, line):
        """The price as a customer reads it; company currency, tax included."""
        if line.charging == "free":
            return self.env._("Free")
        amount = formats.money(self.env, line.price, line.currency_id)
        if line.price_rule == "from":
            return self.env._("from %(price)s", price=amount)
        if line.price_rule == "percentage":
            return f"{formats.number(self.env, line.price)} %"
        if line.price_rule == "quotation":
            return self.env._("By quotation")
        return amount

    @api.model
    def _terms(self, line):
        """What whoever orders pays beforehand."""
        deposit = line.deposit and self.env._(
            "Deposit %(amount)s", amount=formats.money(self.env, line.deposit, line.currency_id)
        )
        prepaid = line.prepaid and self.env._("Prepaid")
        return ", ".join(filter(None, (prepaid, deposit)))
