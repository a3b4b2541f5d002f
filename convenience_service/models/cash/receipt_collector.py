from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ConvenienceReceipt(models.Model):
    """Receipts that collectors (收款员) give on the spot, and what keeps money from being taken
    twice.

    A collected receipt pays nothing until the cashier accepts it with a hand-over; until then it
    counts against the bill or the request it is for.
    """

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    handover_id = fields.Many2one(
        "convenience.handover", readonly=True, copy=False, index="btree_not_null"
    )
    return_reason = fields.Char(
        "Returned by the Cashier",
        readonly=True,
        copy=False,
        help="Why it was left out when the hand-over was accepted.",
    )
    days_held = fields.Integer(
        compute="_compute_days_held",
        help="Local days since the money was taken, while it is not handed over.",
    )
    amount_signed = fields.Monetary(
        "In and Out",
        compute="_compute_amount_signed",
        store=True,
        help="Received, or paid out as a negative amount; nothing once cancelled.",
    )

    @api.depends("state", "date", "office_id")
    def _compute_days_held(self):
        for receipt in self:
            held = receipt.state == "collected" and receipt.date
            receipt.days_held = (receipt.office_id._today() - receipt.date).days if held else 0

    @api.depends("amount", "direction", "state")
    def _compute_amount_signed(self):
        for receipt in self:
            sign = 1 if receipt.direction == "in" else -1
            receipt.amount_signed = 0.0 if receipt.state == "cancelled" else sign * receipt.amount

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"handover_id", "return_reason"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "handover_id": False, "return_reason": False}

    # ------------------------------------------------------------------ who, and for one payer

    @api.model
    def _check_one_payer(self, payers, offices):
        """A receipt is for one payer at one office; others are refused by name."""
        for records in (payers, offices):
            if len(records) > 1:
                raise UserError(
                    self.env._(
                        "A receipt is for one payer at one office. Choose one of these first: "
                        "%(names)s.",
                        names=", ".join(records.mapped("display_name")),
                    )
                )

    # ------------------------------------------------------------------ not twice

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        # what was booked before it got a receipt is counted already
        new = receipts.filtered(lambda receipt: not receipt._is_booked())
        new._hold_what_is_paid()
        new._check_not_taken_twice()
        return receipts

    def _lines_taken(self):
        return self.filtered(lambda receipt: receipt.direction == "in").line_ids

    def _hold_what_is_paid(self):
        """Keep others from taking money for the same bills and requests in the meantime."""
        taken = self._lines_taken()
        self._write_rows(taken.statement_id)
        self._write_rows(taken.request_id)

    def _check_not_taken_twice(self):
        for line in self._lines_taken():
            line.statement_id._check_invoice_posted()
            others = line._open_elsewhere()
            if others and (line.request_id or line._exceeds_bill(others)):
                raise UserError(
                    self.env._(
                        "%(subject)s: the money is taken already on %(receipts)s by %(users)s, "
                        "which waits to be handed over.",
                        subject=line.name,
                        receipts=", ".join(others.receipt_id.mapped("name")),
                        users=", ".join(others.receipt_id.taken_by_id.mapped("name")),
                    )
                )

    @api.model
    def _write_rows(self, records):
        """Write the rows as they are: of two who take money for the same at the same moment, the
        database sends one back to look again. A lock alone would let both go on.
        """
        if records:
            table = SQL.identifier(records._table)
            ids = tuple(records.ids)
            self.env.cr.execute(
                SQL("UPDATE %s SET write_date = write_date WHERE id IN %s", table, ids)
            )

    # ------------------------------------------------------------------ requests collected for

    def _lines_to_bill(self):
        lines = self._of_kind("statement").line_ids
        return lines.filtered(lambda line: line.request_id and not line.statement_id)

    def _check_collected_requests(self):
        """Refuse, by name, a request that is not reviewed or costs something else by now."""
        for line in self._lines_to_bill():
            line._check_billable()

    def _bill_collected_requests(self):
        """Bill, per visit, the requests that money was collected for; invoiced at once."""
        lines = self._lines_to_bill()
        statements = lines.request_id._bill_per_visit()
        bills = {
            request.id: statement.id
            for statement in statements
            for request in statement.line_ids.request_id
        }
        lines._write_guarded_each(
            {line.id: {"statement_id": bills[line.request_id.id]} for line in lines}
        )

    # ------------------------------------------------------------------ actions

    def action_leave_out(self):
        """Keep the receipt in hand: it is not handed over with the others yet."""
        self.check_access("read")
        handovers = self.handover_id
        handovers._check_own()
        if set(handovers.mapped("state")) != {"draft"}:
            raise UserError(
                self.env._(
                    "%(handover)s is with the cashier, who returns what is not accepted.",
                    handover=handovers[:1].display_name,
                )
            )
        return self._write_guarded({"handover_id": False})
