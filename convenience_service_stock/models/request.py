from odoo import api, fields, models


class ConvenienceRequest(models.Model):
    _inherit = "convenience.request"

    picking_ids = fields.One2many(
        "stock.picking",
        "convenience_request_id",
        "Issue and Return Slips",
        groups="stock.group_stock_user",
    )
    has_to_issue = fields.Boolean("Materials to Issue", compute="_compute_has_to_issue")
    slip_count = fields.Integer("Slips", compute="_compute_slip_count", compute_sudo=True)

    @api.depends("material_ids.quantity", "material_ids.source", "material_ids.issued_quantity")
    def _compute_has_to_issue(self):
        for request in self:
            request.has_to_issue = bool(request.material_ids._to_issue())

    @api.depends("picking_ids")
    def _compute_slip_count(self):
        counts = dict(
            self.env["stock.picking"]._read_group(
                [("convenience_request_id", "in", self.ids)],
                ["convenience_request_id"],
                ["__count"],
            )
        )
        for request in self:
            request.slip_count = counts.get(request, 0)

    def action_issue_materials(self):
        """Hand out what the job takes from the office's stock, on one issue slip (领料单).

        :raise AccessError: when the user works neither at the desk nor on the job
        :raise UserError: naming the material of which too little is at hand
        """
        for request in self:
            request.material_ids._issue()
        return True

    def action_print_slips(self):
        """Print the slips of the job for the storekeeper's and the worker's signature."""
        return self.env.ref("convenience_service_stock.action_report_material_slip").report_action(
            self
        )
