from odoo import api, models


class ConvenienceImportPrepayments(models.AbstractModel):
    """What payers have paid ahead before: one balance a payer."""

    _name = "convenience.import.prepayments"
    _inherit = ["convenience.import.opening"]
    _description = "Sheet of Prepayments"
    _fills = "convenience.wallet.movement"

    @api.model
    def _examine(self, office, grid):
        self._place_payers(office, grid.rows)
        booked = self.env["convenience.wallet"]._opened_with(office.company_id)
        by_payer = {payer.id: amount for payer, amount in booked.items()}
        self._plan_once(office, grid.rows, lambda row: row.plan.partner.id, by_payer)

    @api.model
    def _write_rows(self, office, rows):
        new = self._new(rows)
        if new:
            self.env["convenience.wallet"]._open_with(
                office, {row.plan.partner: row.get("amount") for row in new}
            )
