from odoo import models

from .page_numbers import numbered, papers_in

ONE_DOCUMENT = frozenset(
    {
        "convenience_service.report_statement",
        "convenience_service.report_service_sheet",
        "convenience_service.report_day_sheet",
        "convenience_service.report_receipt",
        "convenience_service.report_move_out",
        "convenience_service.report_handover",
    }
)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print several records as the one document they are made as.

        The engine would cut it into a file a record and put these together again, with the
        fonts in each: Chinese ones are large.
        """
        many = res_ids and len(res_ids) > 1
        if many and self._get_report(report_ref).report_name in ONE_DOCUMENT:
            data, res_ids = {**(data or {}), "record_ids": list(res_ids)}, None
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)

    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Number the sheets of our own papers: wkhtmltopdf does so only with the patched Qt."""
        bodies = list(bodies)
        content = super()._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=header,
            footer=footer,
            landscape=landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        report = report_ref and self._get_report(report_ref)
        if not report or not (report.report_name or "").startswith("convenience_service."):
            return content
        return numbered(content, [count for body in bodies for count in papers_in(body)])
