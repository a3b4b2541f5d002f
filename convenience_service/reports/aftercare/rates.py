from odoo import api, models
from odoo.tools import format_date

from ...models.aftercare.formulas import RATES, in_words, on_target, value_of
from ...models.aftercare.quality import Scope
from ...models.guard.roles import GENERAL_MANAGER, SERVICE_MANAGER
from ..guard import formats
from ..guard.tables import Table

# What is compared from group to group; all of them do not fit on a paper.
COMPARED = ("finish", "rework", "follow_up", "satisfaction", "complaints_in_time", "valid_by_job")


class ReportRates(models.AbstractModel):
    """The rates of offices over some days, beside their targets (服务质量指标表), one paper a
    company: each with the two counts that it is made of, and the groups compared.
    """

    _name = "report.convenience_service.report_rates"
    _inherit = "report.convenience_service.report_desk"
    _description = "Rates of Quality"

    @api.model
    def _reader_roles(self):
        return (SERVICE_MANAGER, GENERAL_MANAGER)

    @api.model
    def _get_report_values(self, docids, data=None):
        by = (data or {}).get("by")
        return super(ReportRates, self.with_context(convenience_rates_by=by))._get_report_values(
            docids, data
        )

    @api.model
    def _xlsx(self, docids, data=None):
        model = self.with_context(convenience_rates_by=(data or {}).get("by"))
        return super(ReportRates, model)._xlsx(docids, data)

    @api.model
    def _finished(self, span):
        return None

    @api.model
    def _averages(self, finished):
        return []

    @api.model
    def _title(self, span):
        _kind, days = super()._title(span)
        return self.env._("Rates of Quality"), days

    @api.model
    def _tables(self, span, finished):
        by = self.env.context.get("convenience_rates_by") or "all"
        quality = self.env["convenience.quality"]
        scope = Scope(span.offices, span.date_from, span.date_to)
        targets = self.env["convenience.rate.target"]._targets(
            span.offices.company_id, span.offices
        )
        tables = [self._rates_table(quality._counts(scope)[None], targets)]
        if by != "all":
            tables.append(self._groups_table(quality._groups(scope, by)))
        return tables

    @api.model
    def _rates_table(self, counts, targets):
        rows = []
        for rate in RATES:
            value, target = value_of(rate, counts), targets.get(rate.name)
            kept = on_target(rate, value, target)
            verdict = {True: self.env._("On Target"), False: self.env._("Off Target")}
            rows.append(
                [
                    in_words(self.env, rate.label),
                    in_words(self.env, rate.help),
                    getattr(counts, rate.above),
                    getattr(counts, rate.below),
                    value,
                    target,
                    verdict.get(kept, ""),
                ]
            )
        return Table(
            self.env._("Rates"),
            [
                (self.env._("Rate"), "text", 18),
                (self.env._("Formula"), "text", 0),
                (self.env._("Above the Line"), "quantity", 11),
                (self.env._("Below the Line"), "quantity", 11),
                (self.env._("Rate %"), "hours", 9),
                (self.env._("Target %"), "hours", 9),
                (self.env._("Target"), "text", 10),
            ],
            rows,
        )

    @api.model
    def _groups_table(self, groups):
        compared = [rate for rate in RATES if rate.name in COMPARED]
        return Table(
            self.env._("Compared"),
            [
                (self.env._("Group"), "text", 0),
                (self.env._("Finished Requests"), "count", 10),
                *((in_words(self.env, rate.label), "hours", 11) for rate in compared),
            ],
            [
                [name, counts.finished, *(value_of(rate, counts) for rate in compared)]
                for name, _scope, counts in groups
            ],
        )

    @api.model
    def _report(self, span):
        report = super()._report(span)
        report["printed_on"] = format_date(self.env, span.offices[0]._today())
        report["title"] = (
            self.env._("Rates of Quality"),
            formats.period(self.env, span.date_from, span.date_to),
        )
        return report
