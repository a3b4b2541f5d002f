from odoo import api, models
from odoo.tools import format_date

from odoo.addons.convenience_service.reports.guard import formats


class ReportMaterialSlip(models.AbstractModel):
    """What a job took from the store and gave back (领料单、退料单), for both signatures."""

    _name = "report.convenience_service_stock.report_material_slip"
    _description = "Material Slip on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        requests = self.env["convenience.request"].browse(docids)
        requests.check_access("read")
        # sudo: whoever sees the job sees its slips, without rights in the inventory app
        slips = requests.sudo().picking_ids.filtered(lambda slip: slip.state == "done")
        return {
            "doc_ids": docids,
            "doc_model": requests._name,
            "docs": requests,
            "papers": [self._paper(slip) for slip in slips.sorted("id")],
        }

    @api.model
    def _paper(self, slip):
        request = slip.convenience_request_id
        office = request.office_id
        return {
            "slip": slip,
            "request": request,
            "letterhead": formats.letterhead(office),
            "is_return": slip.picking_type_id.code == "incoming",
            "date": format_date(self.env, office._local_date(slip.date_done)),
            "workers": ", ".join(request.worker_ids.mapped("name")),
            "store": office.stock_location_id.display_name,
            "rows": [
                {
                    "name": move.product_id.display_name,
                    "quantity": formats.number(self.env, move.quantity),
                    "uom": move.product_uom.name,
                }
                for move in slip.move_ids
            ],
        }
