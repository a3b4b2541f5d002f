from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceRequest(models.Model):
    """Errands (代订、代寄、代办) end with an outcome: ticket number, seat, price paid.

    Serves the free services 1 of P1.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    outcome = fields.Text(
        "Outcome of the Errand", copy=False, help="Ticket number, price paid, where it was left."
    )
    has_errand = fields.Boolean(compute="_compute_has_errand")

    @api.depends("line_ids.product_id.convenience_kind")
    def _compute_has_errand(self):
        for request in self:
            kinds = request.line_ids.product_id.mapped("convenience_kind")
            request.has_errand = "errand" in kinds

    @api.model
    def _evidence_fields(self):
        return super()._evidence_fields() | {"outcome"}

    @api.model
    def _worker_fields(self):
        return super()._worker_fields() | {"outcome"}

    def _check_move(self, move):
        if move.target == "done" and move.via != "import":
            self._check_outcome()
        return super()._check_move(move)

    def _check_outcome(self):
        for request in self:
            if request.has_errand and not (request.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s is an errand: enter its outcome first, such as the ticket "
                        "number or the price paid.",
                        request=request.name,
                    )
                )
