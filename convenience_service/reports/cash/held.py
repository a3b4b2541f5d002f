from odoo import api, models
from odoo.tools import format_date

from ..guard import formats
from ..guard.asked import asked_day, asked_id, asked_ids
from ..guard.tables import Table
from ..guard.workbook import Book


class ReportHeld(models.AbstractModel):
    """The list of deposits (押金清册) or of entrusted money held at the end of a local day.

    Beside its total stands the balance of the ledger account on that day; where they differ, the
    paper says so.
    """

    _name = "report.convenience_service.report_held"
    _inherit = ["convenience.money.report.mixin"]
    _description = "Money Held for Residents"

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The lists of money held are for cashier, service manager, director and general "
            "manager. %(user)s is none of these.",
            user=user.name,
        )

    @api.model
    def _paper(self, data):
        """Report on `data`: purpose, company_id, day, office_ids (none: all the user may see)."""
        return {"report": self._report(data)}

    # ------------------------------------------------------------------ figures

    @api.model
    def _model(self, purpose):
        models_by_purpose = {
            "deposit": "convenience.deposit",
            "entrusted": "convenience.entrusted",
        }
        return self.env[models_by_purpose[purpose]]

    @api.model
    def _compare(self, purpose, company, day):
        """Return the company's list and ledger on a day, and by how much they differ."""
        self._check_reader()
        company.check_access("read")
        # sudo: two sums of the company, whichever of its offices the reader works in
        model = self._model(purpose).sudo()
        listed = company.currency_id.round(sum(model._held_on(company, day).values()))
        booked = model._ledger_balance(company, day)
        return {
            "listed": listed,
            "booked": booked,
            "difference": company.currency_id.round(listed - booked),
        }

    @api.model
    def _asked(self, data):
        """Return purpose, company, offices and day; only what the user may see."""
        self._check_reader()
        company = self.env["res.company"].browse(asked_id(self.env, data, "company_id"))
        company.check_access("read")
        ids = asked_ids(self.env, data, "office_ids")
        offices = self.env["convenience.office"].search(
            [("company_id", "=", company.id), *([("id", "in", ids)] if ids else [])]
        )
        purpose = "entrusted" if data.get("purpose") == "entrusted" else "deposit"
        return purpose, company, offices, asked_day(self.env, data, "day")

    @api.model
    def _held_table(self, purpose, company, offices, day):
        """Return the list by office, payer and item, the oldest first."""
        held = {
            record: amount
            for record, amount in self._model(purpose)._held_on(company, day).items()
            if record.office_id in offices
        }
        ordered = sorted(
            held,
            key=lambda record: (record.office_id.name, record.partner_id.name or "", record.id),
        )
        columns = self._columns()
        rows = [self._row(purpose, record, held[record], day) for record in ordered]
        # only the amounts are added up
        blank = ["" if kind == "text" else None for _label, kind, _width in columns[1:-1]]
        total = rows and [self.env._("Total"), *blank, sum(row[-1] for row in rows)]
        return Table(self._titles()[purpose], columns, rows, total)

    @api.model
    def _titles(self):
        return {
            "deposit": self.env._("List of Deposits"),
            "entrusted": self.env._("List of Entrusted Money"),
        }

    @api.model
    def _columns(self):
        return [
            (self.env._("Number"), "text", 16),
            (self.env._("Office"), "text", 15),
            (self.env._("Payer"), "text", 0),
            (self.env._("Unit"), "text", 13),
            (self.env._("For"), "text", 18),
            (self.env._("Days Held"), "count", 9),
            (self.env._("Amount"), "money", 13),
        ]

    @api.model
    def _row(self, purpose, record, amount, day):
        deposit = purpose == "deposit"
        since = record.date_received if deposit else record._first_day()
        return [
            record.name,
            record.office_id.name,
            record.partner_id.name or "",
            record.unit_id.name or "",
            record.product_id.display_name if deposit else record.request_id.name,
            (day - since).days if since else None,
            amount,
        ]

    # ------------------------------------------------------------------ paper and sheet

    @api.model
    def _report(self, data):
        purpose, company, offices, day = self._asked(data)
        table = self._held_table(purpose, company, offices, day)
        return {
            "letterhead": self._letterhead(company, offices),
            "title": table.title,
            "day": format_date(self.env, day),
            "currency": company.currency_id.name,
            "table": table.on_paper(self.env, company.currency_id),
            "comparison": self._paper_comparison(purpose, company, day),
            "signatures": [self.env._("Prepared by"), self.env._("Reviewed by")],
        }

    @api.model
    def _letterhead(self, company, offices):
        names = ", ".join(offices.mapped("name"))
        return {**formats.letterhead(offices[:1]), "company": company.name, "office": names}

    @api.model
    def _comparison_lines(self, purpose, company, day):
        comparison = self._compare(purpose, company, day)
        labels = {
            "listed": self.env._("All offices by the list"),
            "booked": self.env._("Balance of the account"),
            "difference": self.env._("Difference"),
        }
        return [(label, comparison[name]) for name, label in labels.items()]

    @api.model
    def _paper_comparison(self, purpose, company, day):
        lines = self._comparison_lines(purpose, company, day)
        return {
            "differs": bool(lines[-1][1]),
            "lines": [
                (label, formats.money(self.env, amount, company.currency_id))
                for label, amount in lines
            ],
        }

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the list as the bytes of an xlsx file; arguments as for the paper."""
        purpose, company, offices, day = self._asked(data or {})
        table = self._held_table(purpose, company, offices, day)
        book = Book()
        sheet = table.fill_sheet(book, [company.name, format_date(self.env, day)])
        for label, amount in self._comparison_lines(purpose, company, day):
            sheet.row([label, *[None] * (len(table.columns) - 2), amount])
        sheet.signatures([self.env._("Prepared by"), self.env._("Reviewed by")])
        return book.close()
