from ..guard import formats
from .month_figures import Figures, column_sums


class StatisticsSheets:
    """The monthly statistics as worksheets: items, departments, and the sums beside them."""

    def __init__(self, env, book, period):
        self.env, self.book, self.period = env, book, period

    def fill(self, statistics):
        """Write what `_statistics` of the report found."""
        self._items(self.env._("Statistics"), statistics["rows"])
        self._departments(statistics["departments"])
        if statistics["earlier"]:
            self._items(self.env._("Earlier Months"), statistics["earlier"])
        self._sums(self.env._("Statements"), self.env._("State"), statistics["settled"])
        self._sums(self.env._("Left Out"), self.env._("Reason"), statistics["left_out"])
        self._sums(
            self.env._("Finished, Not Billed"),
            self.env._("Settlement Mode"),
            statistics["accrual"],
            [self.env._("This Period"), self.env._("Earlier")],
        )

    def _sheet(self, title, kinds):
        office = self.period.office
        currency = office.currency_id.name
        return self.book.add_sheet(
            title,
            kinds,
            heading=[
                f"{office.name} {self.env._('Monthly Statistics of Paid Services')}",
                f"{formats.period(self.env, self.period.date_from, self.period.date_to)} {title}",
                self.env._("Amounts in %(currency)s, tax included", currency=currency),
            ],
        )

    def _amount_labels(self):
        return [
            self.env._("Amount"),
            self.env._("Billed"),
            self.env._("Waiting"),
            self.env._("Unsigned"),
            self.env._("Not to Be Billed"),
        ]

    def _items(self, title, rows):
        sheet = self._sheet(title, ["text"] * 4 + ["count", "quantity"] + ["money"] * 5)
        sheet.head(
            [
                self.env._("Category"),
                self.env._("Department"),
                self.env._("Item"),
                self.env._("Unit of Measure"),
                self.env._("Times"),
                self.env._("Quantity"),
                *self._amount_labels(),
            ]
        )
        for row in rows:
            names = (row.category.name, row.department.name, row.item.name, row.uom.name)
            sheet.row([*names, row.figures.times, row.figures.quantity, *row.figures.amounts])
        total = Figures.total(rows)
        sheet.total([self.env._("Total"), "", "", "", total.times, "", *total.amounts])
        sheet.signatures(
            [self.env._("Prepared by"), self.env._("Reviewed by"), self.env._("Cashier")]
        )

    def _departments(self, departments):
        sheet = self._sheet(self.env._("Departments"), ["text", "count"] + ["money"] * 5)
        sheet.head([self.env._("Department"), self.env._("Times"), *self._amount_labels()])
        for department, rows in departments:
            figures = Figures.total(rows)
            sheet.row([department.name, figures.times, *figures.amounts])
        total = Figures.total([row for _department, rows in departments for row in rows])
        sheet.total([self.env._("Total"), total.times, *total.amounts])

    def _sums(self, title, label, rows, split=()):
        sheet = self._sheet(title, ["text", "count"] + ["money"] * (len(split) + 1))
        sheet.head([label, self.env._("Count"), *split, self.env._("Amount")])
        for row in rows:
            sheet.row(row)
        sheet.total([self.env._("Total"), *column_sums(rows)])
