from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.once import once


class ConvenienceCollection(models.TransientModel):
    """A collector takes money on the spot and gives a numbered receipt for it. P5 4.3.2.

    It pays nothing until the cashier has accepted the hand-over.
    """

    _name = "convenience.collection"
    _inherit = ["convenience.cash.wizard"]
    _description = "Collection on the Spot"

    office_id = fields.Many2one(
        required=True,
        default=lambda self: self.env["convenience.office"].search(
            [("collector_ids", "in", self.env.uid)], limit=1
        ),
    )
    partner_id = fields.Many2one(required=True)
    kind = fields.Selection(
        [("statement", "Bills and Visits"), ("prepayment", "Prepayment")],
        "For",
        required=True,
        default="statement",
    )
    statement_ids = fields.Many2many(
        "convenience.statement",
        "convenience_collection_statement_rel",
        string="Bills",
        compute="_compute_owed",
        store=True,
        readonly=False,
        domain="[('id', 'in', open_statement_ids)]",
    )
    request_ids = fields.Many2many(
        "convenience.request",
        "convenience_collection_request_rel",
        string="Visits",
        compute="_compute_owed",
        store=True,
        readonly=False,
        domain="[('id', 'in', open_request_ids)]",
    )
    open_statement_ids = fields.Many2many("convenience.statement", compute="_compute_open")
    open_request_ids = fields.Many2many("convenience.request", compute="_compute_open")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)

    # ------------------------------------------------------------------ what is owed

    @api.depends("office_id", "partner_id")
    def _compute_open(self):
        """What the payer owes the office, as far as the user may see it."""
        for wizard in self:
            own = [("office_id", "=", wizard.office_id.id)]
            statements = self.env["convenience.statement"].search(
                [*own, ("partner_id", "=", wizard.partner_id.id), ("state", "=", "invoiced")]
            )
            left = statements._left_to_collect()
            wizard.open_statement_ids = statements.filtered(lambda bill, left=left: left[bill] > 0)
            requests = self.env["convenience.request"].search(
                [
                    *own,
                    ("payer_id", "=", wizard.partner_id.id),
                    ("state", "in", ("signed", "reviewed")),
                    ("billing_state", "in", ("pending", "to_bill")),
                ]
            )
            wizard.open_request_ids = (requests - requests._collected()).filtered(
                "amount_to_collect"
            )

    @api.depends("partner_id", "office_id", "kind")
    def _compute_owed(self):
        """Everything owed is proposed; what is not paid now is taken off."""
        for wizard in self:
            bills = wizard.kind == "statement"
            wizard.statement_ids = wizard.open_statement_ids if bills else False
            wizard.request_ids = wizard.open_request_ids if bills else False

    @api.depends("statement_ids", "request_ids", "kind")
    def _compute_amount(self):
        # of records that the user may read, whatever an unsaved form names
        self.statement_ids._origin.check_access("read")
        self.request_ids._origin.check_access("read")
        for wizard in self:
            wizard.amount = sum(wizard.statement_ids._left_to_collect().values()) + sum(
                wizard.request_ids.mapped("amount_to_collect")
            )

    # ------------------------------------------------------------------ receipt

    @once
    def action_give_receipt(self):
        """Give out the receipt and print it.

        :raise AccessError: when the user is not named collector of the office, or worked on it
        :raise UserError: when the amount is not what is chosen, or is taken already
        """
        receipt = self.env["convenience.receipt"]._issue([self._prepare_receipt()])
        return self._print(receipt)

    def _prepare_receipt(self):
        amount = self.env["convenience.receipt"]._clean_amount(self.amount, self.currency_id)
        if self.kind == "prepayment":
            self._check_resident()
        return {
            "office_id": self.office_id.id,
            "partner_id": self.partner_id.id,
            "kind": self.kind,
            "amount": amount,
            "memo": self.memo,
            **self._prepare_money(),
            "line_ids": self._prepare_lines(amount) if self.kind == "statement" else [],
        }

    def _prepare_lines(self, amount):
        """Visits are paid whole, bills with the rest, the oldest first."""
        self._check_chosen()
        visits = [
            {"request_id": request.id, "amount": request.amount_to_collect, "name": request.name}
            for request in self.request_ids
        ]
        rest = self.currency_id.round(amount - sum(line["amount"] for line in visits))
        if rest < 0 or (rest and not self.statement_ids):
            raise UserError(
                self.env._(
                    "%(amount)s is not what the visits cost: a visit is paid whole, and nothing "
                    "beyond it.",
                    amount=self._in_currency(amount),
                )
            )
        return visits + (self.statement_ids._share_out(rest) if self.statement_ids else [])

    def _check_chosen(self):
        statements, requests = self.statement_ids, self.request_ids
        for records in (statements, requests):
            records.check_access("read")
        if not statements and not requests:
            raise UserError(
                self.env._("Choose what %(payer)s pays for.", payer=self.partner_id.name)
            )
        self.env["convenience.receipt"]._check_one_payer(
            self.partner_id | statements.partner_id | requests.payer_id,
            self.office_id | statements.office_id | requests.office_id,
        )
        statements._check_payable()
        requests._check_to_collect()
