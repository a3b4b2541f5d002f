from odoo import api, fields, models


class ConvenienceCommissionLine(models.Model):
    """A worker's part of the commission of one served line; plain values, earned once.

    Where the customer does not pay after all (credited, then not billed), it is taken back once,
    by a line of its own on a later sheet.
    """

    _name = "convenience.commission.line"
    _inherit = ["convenience.guarded.mixin", "hr.mixin"]
    _description = "Commission of a Worker"
    _order = "employee_id, date, id"
    _check_company_auto = True

    sheet_id = fields.Many2one(
        "convenience.commission.sheet", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="sheet_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="sheet_id.state")
    date_to = fields.Date("Month", related="sheet_id.date_to", store=True)
    employee_id = fields.Many2one(
        "hr.employee", "Worker", required=True, readonly=True, index=True, ondelete="restrict"
    )
    request_line_id = fields.Many2one(
        "convenience.request.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    request_name = fields.Char("Request Number", readonly=True)
    date = fields.Date("Done On", readonly=True)
    product_id = fields.Many2one("product.product", "Item", readonly=True, ondelete="restrict")
    base = fields.Monetary("Amount of the Service", readonly=True, aggregator=None)
    commission = fields.Monetary("Commission of the Job", readonly=True, aggregator=None)
    amount = fields.Monetary("Worker's Part", readonly=True)
    taken_back_id = fields.Many2one(
        "convenience.commission.line",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What was earned on an earlier sheet for work that is not billed after all.",
    )

    _earned_once = models.UniqueIndex(
        "(request_line_id, employee_id) WHERE taken_back_id IS NULL",
        "The worker has the commission of this job already.",
    )
    _taken_back_once = models.UniqueIndex(
        "(taken_back_id) WHERE taken_back_id IS NOT NULL",
        "The commission of this job was taken back already.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "sheet_id", "employee_id", "request_line_id", "request_name", "date", "product_id",
            "base", "commission", "amount", "taken_back_id",
        }  # fmt: skip

    def _prepare_taking_back(self):
        """Return the values of the line that takes this one back."""
        return {
            "request_line_id": self.request_line_id.id,
            "employee_id": self.employee_id.id,
            "request_name": self.request_name,
            "date": self.date,
            "product_id": self.product_id.id,
            "base": -self.base,
            "commission": -self.commission,
            "amount": -self.amount,
            "taken_back_id": self.id,
        }
