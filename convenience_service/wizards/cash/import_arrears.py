from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ...sheets import values

TO_THE_END = relativedelta(day=31)


class ConvenienceImportArrears(models.AbstractModel):
    """What payers owe of before: a bill a payer and month, owed since the end of the month."""

    _name = "convenience.import.arrears"
    _inherit = ["convenience.import.opening"]
    _description = "Sheet of Arrears"
    _fills = "convenience.statement"

    @api.model
    def _examine(self, office, grid):
        self._place_payers(office, grid.rows)
        self._check_months(office, grid.rows)
        self._plan_once(office, grid.rows, self._key_of, self._booked(office))

    @api.model
    def _check_months(self, office, rows):
        day = office.company_id._convenience_opening_day()
        for row in rows:
            if row.has("month") and row.get("month") + TO_THE_END > day:
                row.refuse(
                    "month",
                    self.env._(
                        "The month ends after the opening day, %(day)s. Bill it as usual.", day=day
                    ),
                )

    @api.model
    def _key_of(self, row):
        month = row.get("month")
        return (
            row.plan.partner.id,
            row.plan.unit.id,
            month and month + TO_THE_END,
            values.folded(row.get("item", "")),
        )

    @api.model
    def _booked(self, office):
        """Return {key: amount} of the debts brought in already, paid or not."""
        # sudo: for who brings in the sheet; a bill that was credited whole is not booked
        lines = (
            self.env["convenience.statement.line"]
            .sudo()
            .search([("office_id", "=", office.id), ("statement_id.kind", "=", "opening")])
        )
        return {
            (
                line.statement_id.partner_id.id,
                line.unit_id.id,
                line.date,
                values.folded(line.name),
            ): line.amount
            for line in lines
        }

    @api.model
    def _write_rows(self, office, rows):
        lines = self.env["convenience.statement.line"]
        months = defaultdict(lambda: defaultdict(list))
        for row in self._new(rows):
            day = row.get("month") + TO_THE_END
            months[day][row.plan.partner].append(
                lines._prepare_opening(row.plan.unit, day, row.get("item"), row.get("amount"))
            )
        statements = self.env["convenience.statement"].sudo()
        # the earlier month first: the later bill says what is owed of it
        for day in sorted(months):
            statements |= statements._bill("opening", office, months[day], day=day)
        statements._invoice_now()
