from collections import Counter

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.convenience_service.models.guard.roles import CLERK, GENERAL_MANAGER
from odoo.addons.convenience_service.reports.guard import formats
from odoo.addons.convenience_service.reports.guard.asked import asked_id
from odoo.addons.convenience_service.reports.guard.tables import Table
from odoo.addons.convenience_service.reports.guard.workbook import Book

# What has one decimal on paper and in the sheet.
RATE = "hours"
SHEET, FIRST = 30, 28


class ReportSurveyAnalysis(models.AbstractModel):
    """What a round came to (征询汇总表; P2 and P5 4.1.3), on paper and in a spreadsheet."""

    _name = "report.convenience_service_survey.report_survey_analysis"
    _inherit = ["convenience.office.report.mixin"]
    _description = "Survey Analysis on Paper"

    @api.model
    def _reader_roles(self):
        return (CLERK, GENERAL_MANAGER)

    @api.model
    def _reader_refusal(self, user):
        return self.env._(
            "The analysis of a survey is for the desk and the general manager. %(user)s is none "
            "of these.",
            user=user.name,
        )

    @api.model
    def _asked_round(self, data):
        self._check_reader()
        asked = self.env["convenience.survey.round"].browse(asked_id(self.env, data, "round_id"))
        asked.check_access("read")
        return asked

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on the `round_id` that is asked for.

        :raise AccessError: for others than desk and general manager
        """
        asked = self._asked_round(data or {"round_id": docids and docids[0]})
        return {
            "doc_ids": asked.ids,
            "doc_model": asked._name,
            "docs": asked,
            "asked": asked,
            "letterhead": formats.letterhead(asked.office_id),
            "tables": [
                table.on_paper(self.env, asked.currency_id, lines=SHEET, first=FIRST)
                for table in self._tables(asked)
            ],
            "date_to": format_date(self.env, asked.date_to),
            "printed_on": format_date(self.env, asked.office_id._today()),
            "signatures": [self.env._("Prepared by"), self.env._("Reviewed by")],
        }

    @api.model
    def _xlsx(self, docids, data=None):
        """Return the analysis as the bytes of an xlsx file, a sheet a table."""
        asked = self._asked_round(data or {})
        book = Book()
        for table in self._tables(asked):
            table.fill_sheet(book, [asked.name])
        return book.close()

    # ------------------------------------------------------------------ tables

    @api.model
    def _tables(self, asked):
        answers = self._wishes(asked) if asked.kind == "demand" else self._grades(asked)
        return [self._sheets(asked), answers, self._opinions(asked)]

    @api.model
    def _sheets(self, asked):
        """Each count stands under the one it is part of; rates last."""
        labels = (
            *("out_count", "back_count", "valid_count", "half_count", "double_count"),
            *("late_count", "paper_count", "online_count"),
        )
        rows = [[self._label(asked, name), asked[name], None] for name in labels]
        rates = ["return_rate"]
        if asked.kind == "opinion":
            rates += ["satisfaction_rate", "strict_rate"]
        rows += [[self._label(asked, name), None, asked[name]] for name in rates]
        return Table(
            self.env._("Sheets of the Survey"),
            [
                (self.env._("Sheets"), "text", 0),
                (self.env._("How Many"), "count", 15),
                ("%", RATE, 15),
            ],
            rows,
        )

    @api.model
    def _label(self, records, name):
        return records._fields[name]._description_string(self.env)

    @api.model
    def _wishes(self, asked):
        names = (
            *("answer_count", "weekly", "monthly", "seldom", "unwanted"),
            *("wanted_rate", "price_count", "price_low", "price_median", "price_high"),
        )
        kinds = (*("count",) * 5, RATE, "count", *("money",) * 3)
        return self._results(asked, self.env._("Demand"), names, kinds)

    @api.model
    def _grades(self, asked):
        names = (
            *("answer_count", "very_satisfied", "satisfied", "basically_satisfied"),
            *("dissatisfied", "satisfaction_rate", "strict_rate"),
        )
        return self._results(
            asked, self.env._("Satisfaction"), names, (*("count",) * 5, RATE, RATE)
        )

    @api.model
    def _results(self, asked, title, names, kinds):
        """Return a table of the results: of all sheets, and of each type that stands apart."""
        results = asked.result_ids
        return Table(
            title,
            [
                (self.env._("About"), "text", 0),
                (self.env._("Customer Type"), "text", 10),
                *(
                    (self._label(results, name), kind, 7)
                    for name, kind in zip(names, kinds, strict=True)
                ),
            ],
            [
                [
                    result.label or "",
                    result.customer_type_id.name or self.env._("All"),
                    *(self._value(result, name) for name in names),
                ]
                for result in results
            ],
        )

    @api.model
    def _value(self, result, name):
        """Prices that nobody named are not known."""
        is_price = name.startswith("price_") and name != "price_count"
        return None if is_price and not result.price_count else result[name]

    @api.model
    def _opinions(self, asked):
        """Like opinions stand together, with what became of them."""
        opinions = self.env["convenience.survey.opinion"].search([("round_id", "=", asked.id)])
        decisions = dict(
            self.env["convenience.survey.opinion.group"]
            ._fields["decision"]
            ._description_selection(self.env)
        )
        groups = sorted(opinions.grouped("group_id").items(), key=lambda pair: -len(pair[1]))
        rows = [
            [group.name, len(same), decisions.get(group.decision, ""), group.why or ""]
            for group, same in groups
            if group
        ]
        alone = Counter(opinions.filtered(lambda one: not one.group_id).mapped("words"))
        rows += [[words, count, "", ""] for words, count in alone.most_common()]
        return Table(
            self.env._("Opinions"),
            [
                (self.env._("Opinion"), "text", 0),
                (self.env._("How Many"), "count", 10),
                (self.env._("Decision"), "text", 14),
                (self.env._("Answer"), "text", 34),
            ],
            rows,
        )
