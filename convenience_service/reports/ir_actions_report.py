from odoo import models

STATEMENT = "convenience_service.report_statement"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Print several statements as the one document they are made as.

        The engine would cut it into a file a statement and put these together again, with the
        fonts in each: Chinese ones are large.
        """
        if res_ids and len(res_ids) > 1 and self._get_report(report_ref).report_name == STATEMENT:
            data, res_ids = {**(data or {}), "statement_ids": list(res_ids)}, None
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
