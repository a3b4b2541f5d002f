from collections import Counter

from odoo import api, models
from odoo.tools import format_date

from ...models.aftercare.formulas import RATE_OF, Counts, value_of
from ...models.aftercare.quality import LIKED, LIKED_STRICTLY
from ..guard import formats
from ..guard.tables import Table


class ReportFollowup(models.AbstractModel):
    """The record of a follow-up (回访记录表), to be filled in and signed on a visit, or filed."""

    _name = "report.convenience_service.report_followup"
    _description = "Record of a Follow-Up"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["convenience.followup"].browse(docids)
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": "convenience.followup",
            "docs": docs,
            "papers": [self._paper(doc) for doc in docs],
        }

    @api.model
    def _paper(self, doc):
        answers = [
            (doc._fields[name]._description_string(self.env), self._choices(doc, name))
            for name in ("satisfaction", "punctual", "clean", "uniform")
        ]
        return {
            "letterhead": formats.letterhead(doc.office_id),
            "doc": doc,
            "done_at": formats.moment(self.env, doc.office_id, doc.done_at),
            "answers": answers,
            "asked_on": format_date(self.env, doc.date_done) if doc.date_done else "",
            "signatures": [self.env._("Customer"), self.env._("Asked by")],
        }

    @api.model
    def _choices(self, doc, name):
        """Return (label, whether that is the answer) of each answer to tick."""
        selection = doc._fields[name]._description_selection(self.env)
        return [(label, doc[name] == value) for value, label in selection]


class ReportFollowupRound(models.AbstractModel):
    """What came of a round (回访汇总表): how many were drawn, reached and satisfied, by item."""

    _name = "report.convenience_service.report_followup_round"
    _description = "Summary of a Round of Follow-Ups"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["convenience.followup.round"].browse(docids)
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": "convenience.followup.round",
            "docs": docs,
            "papers": [self._paper(doc) for doc in docs],
        }

    @api.model
    def _paper(self, doc):
        currency = doc.company_id.currency_id
        tables = [self._items_table(doc), self._answers(doc)]
        return {
            "letterhead": formats.letterhead(doc.office_id),
            "doc": doc,
            "date": format_date(self.env, doc.date),
            "tables": [table.on_paper(self.env, currency) for table in tables],
            "signatures": [self.env._("Prepared by"), self.env._("Service Manager")],
        }

    @api.model
    def _items_table(self, doc):
        """By item, and altogether; what was cut was not drawn."""
        rows = [
            self._row(product.name or self.env._("None"), own)
            for product, own in doc.followup_ids.grouped("product_id").items()
        ]
        table = Table(
            self.env._("By Item"),
            [
                (self.env._("Item"), "text", 0),
                *((label, "count", 10) for label in self._labels()),
                (self.env._("Satisfied %"), "hours", 11),
                (self.env._("Strictly %"), "hours", 11),
            ],
            rows,
        )
        table.total = self._row(self.env._("Total"), doc.followup_ids)
        return table

    @api.model
    def _labels(self):
        return [
            self.env._("Drawn"),
            self.env._("Reached"),
            self.env._("Not Reached"),
            self.env._("Refused"),
            self.env._("Cut"),
        ]

    @api.model
    def _row(self, name, followups):
        states = Counter(followups.mapped("state"))
        answers = Counter(followups.filtered("satisfaction").mapped("satisfaction"))
        counts = Counts(
            answers=answers.total(),
            satisfied=sum(answers[one] for one in LIKED),
            strictly_satisfied=sum(answers[one] for one in LIKED_STRICTLY),
        )
        return [
            name,
            len(followups) - states["cut"],
            *(states[state] for state in ("reached", "unreachable", "refused", "cut")),
            value_of(RATE_OF["satisfaction"], counts),
            value_of(RATE_OF["strict_satisfaction"], counts),
        ]

    @api.model
    def _answers(self, doc):
        labels = dict(doc.followup_ids._fields["satisfaction"]._description_selection(self.env))
        answered = doc.followup_ids.filtered("satisfaction")
        return Table(
            self.env._("Answers"),
            [
                (self.env._("Unit"), "text", 16),
                (self.env._("Customer"), "text", 14),
                (self.env._("Item"), "text", 18),
                (self.env._("Answer"), "text", 14),
                (self.env._("What Was Said"), "text", 0),
            ],
            [
                [
                    one.unit_id.name or "",
                    one.partner_id.name or "",
                    one.product_id.name or "",
                    labels[one.satisfaction],
                    " ".join(filter(None, (one.note, one.wishes))),
                ]
                for one in answered
            ],
        )
