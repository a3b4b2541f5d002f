from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER, DIRECTOR


class ConvenienceHeldMoneyMixin(models.AbstractModel):
    """Money of a payer on an account of the company's own for it, and what became of it.

    Amounts are plain values in the company's currency. Whoever changes one locks the row first
    and writes it in the same transaction, so that two processes cannot spend the same money.
    """

    _name = "convenience.held.money.mixin"
    _description = "Money Held for a Payer"
    _inherit = ["convenience.workflow.mixin"]

    # key of `res_company.FUNDS`, and the sequence of the numbers
    _purpose = None

    name = fields.Char("Number", readonly=True, copy=False)
    office_id = fields.Many2one(
        "convenience.office", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, readonly=True, ondelete="restrict"
    )
    unit_id = fields.Many2one("convenience.unit", readonly=True, ondelete="restrict")
    request_id = fields.Many2one(
        "convenience.request", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.name} {record.partner_id.name or ''}"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "office_id", "partner_id", "unit_id", "request_id",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(
                self.env._(
                    "%(what)s: it comes from what was ordered, not by hand.",
                    what=self._description,
                )
            )
        return super().create(vals_list)

    @api.model
    def _numbered(self, vals_list):
        """Return the values with a number each."""
        offices = self.env["convenience.office"].browse([vals["office_id"] for vals in vals_list])
        # sudo: the number is drawn for whoever orders
        sequence = self.env["ir.sequence"].sudo()
        return [
            {**vals, "name": sequence.with_company(office.company_id).next_by_code(self._name)}
            for office, vals in zip(offices.sudo(), vals_list, strict=True)
        ]

    # ------------------------------------------------------------------ who and what

    def _check_cashier(self):
        self._require_role(CASHIER, act=self.env._("decide about this money"))

    def _check_director(self):
        self._require_role(DIRECTOR, act=self.env._("decide about this money"))
        self._check_own_office()

    def _needed_reason(self, reason):
        """Return the reason without blanks around it.

        :raise UserError: when there is none
        """
        reason = self._clean_reason(reason)
        if not reason:
            raise UserError(
                self.env._("%(money)s: enter the reason.", money=self[:1].sudo().display_name)
            )
        return reason

    def _check_one_payer(self):
        """What is booked together is one payer's, at one office."""
        if len(self.partner_id) != 1 or len(self.office_id) != 1:
            raise UserError(self.env._("Choose what belongs to one payer at one office."))

    def _lock(self):
        """Keep others from the rows until the transaction is over.

        :raise LockError: when somebody else is changing one of them just now
        """
        # sudo: a lock holds whoever asks
        self.sudo().lock_for_update(allow_referencing=True)

    def _clean_amount(self, amount):
        return self.env["convenience.receipt"]._clean_amount(amount, self.currency_id)

    def _follow_amounts(self):
        """Bring the records to the state that their amounts say."""
        self.flush_recordset()
        for state, records in self.sudo().grouped(lambda record: record._amount_state()).items():
            changed = records.filtered(lambda record, state=state: record.state != state)
            if changed:
                changed._move_to_by_system(state)

    def _amount_state(self):
        """Return the state that the amounts say."""
        raise NotImplementedError

    # ------------------------------------------------------------------ receipts

    def _issue_receipt(self, direction, amounts, journal, memo="", money=None, **line):
        """Give out a receipt over these records; the cashier's is booked at once.

        :param str direction: `in` or `out`
        :param amounts: {record: amount}
        :param journal: where the money lies; a collector need not say it
        :param dict money: `date` and `reference` of the money
        :param line: more values of the lines
        :return: the receipt; a collector's waits for the hand-over
        """
        receipts = self.env["convenience.receipt"]
        receipt = receipts._issue(
            [
                {
                    "office_id": self.office_id.id,
                    "partner_id": self.partner_id.id,
                    "kind": self._purpose,
                    "direction": direction,
                    "amount": self.currency_id.round(sum(amounts.values())),
                    "journal_id": journal.id if journal else False,
                    "memo": memo,
                    **(money or {}),
                    "line_ids": [
                        {**record._prepare_receipt_line(), "amount": amount, **line}
                        for record, amount in amounts.items()
                    ],
                }
            ]
        )
        if self.env.user._has_convenience_role(CASHIER):
            receipt._move_to("posted")
        return receipt

    def _prepare_receipt_line(self):
        return {"name": self.name, "request_id": self.request_id.id}

    # ------------------------------------------------------------------ the ledger

    @api.model
    def _held_on(self, companies, day):
        """Return {record: what is held at the end of a local day}, without those of nothing."""
        raise NotImplementedError

    @api.model
    def _ledger_account(self, company):
        # sudo: the account is the company's, whoever reads the list
        return company.sudo()[company._convenience_fund_fields()[self._purpose]]

    @api.model
    def _ledger_balance(self, company, day):
        """Return what the ledger says is held for all payers at the end of a local day."""
        account = self._ledger_account(company)
        # sudo: one sum to compare the list with, not the ledger
        lines = self.env["account.move.line"].sudo()
        ((balance,),) = lines._read_group(
            [
                ("account_id", "in", account.ids),
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ],
            aggregates=["balance:sum"],
        )
        return company.currency_id.round(-(balance or 0.0))

    def _open_fund_lines(self, moves):
        """Return the journal items of these entries that still hold the money."""
        account = self._ledger_account(self.company_id)
        return moves.line_ids.filtered(
            lambda line: line.account_id == account and not line.reconciled
        )
