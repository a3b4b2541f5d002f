from odoo import models

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
