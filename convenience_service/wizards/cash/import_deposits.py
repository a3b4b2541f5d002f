from odoo import api, models

from ...sheets import values


class ConvenienceImportDeposits(models.AbstractModel):
    """Deposits that were taken before: told apart by payer, unit, item and old receipt."""

    _name = "convenience.import.deposits"
    _inherit = ["convenience.import.opening"]
    _description = "Sheet of Deposits"
    _fills = "convenience.deposit"

    @api.model
    def _examine(self, office, grid):
        self._place_payers(office, grid.rows)
        booked = {
            (payer, unit, values.folded(origin)): amount
            for (payer, unit, origin), amount in (
                self.env["convenience.deposit"]._opened_at(office).items()
            )
        }
        self._plan_once(office, grid.rows, self._key_of, booked)

    @api.model
    def _key_of(self, row):
        return row.plan.partner.id, row.plan.unit.id, values.folded(self._origin_of(row))

    @api.model
    def _origin_of(self, row):
        return " ".join(filter(None, (row.get("item"), row.get("receipt"))))

    @api.model
    def _write_rows(self, office, rows):
        new = self._new(rows)
        items = self._by_name(self.env["product.product"].search([("is_convenience", "=", True)]))
        other = self.env.ref("convenience_service.product_opening")
        if new:
            self.env["convenience.deposit"]._open_with(
                office,
                [
                    (
                        *row.plan,
                        items.get(values.folded(row.get("item")), other)[:1],
                        self._origin_of(row),
                        row.get("amount"),
                    )
                    for row in new
                ],
            )
