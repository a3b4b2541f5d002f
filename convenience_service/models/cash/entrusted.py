from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CASHIER, CLERK, WORKER
from ..guard.workflow import Move


class ConvenienceEntrusted(models.Model):
    """Money laid out for a customer on an errand (代收代付): fares, postage, gas.

    Received ahead or laid out by the company first; spent against vouchers that the cashier books;
    what is left is given back, what is missing collected. It is never revenue and carries no tax.
    """

    _name = "convenience.entrusted"
    _description = "Entrusted Money"
    _inherit = ["convenience.held.money.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _purpose = "entrusted"

    amount_received = fields.Monetary("Money Received", readonly=True)
    amount_spent = fields.Monetary("Laid Out", readonly=True, help="Booked vouchers.")
    amount_refunded = fields.Monetary("Given Back", readonly=True)
    balance = fields.Monetary(
        compute="_compute_balance",
        store=True,
        help="Still held for the customer; below nothing: still owed by the customer.",
    )
    voucher_ids = fields.One2many("convenience.entrusted.voucher", "entrusted_id", "Vouchers")
    voucher_count = fields.Integer("To Book", compute="_compute_voucher_count")
    receipt_line_ids = fields.One2many(
        "convenience.receipt.line", "entrusted_id", "On Receipts", readonly=True
    )
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")],
        required=True,
        default="open",
        index=True,
        copy=False,
        readonly=True,
    )

    _once = models.UniqueIndex(
        "(request_id, partner_id)", "There is entrusted money for this request already."
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already entrusted money of this number."
    )

    @api.depends("amount_received", "amount_spent", "amount_refunded")
    def _compute_balance(self):
        for entrusted in self:
            entrusted.balance = entrusted.currency_id.round(
                entrusted.amount_received - entrusted.amount_spent - entrusted.amount_refunded
            )

    @api.depends("voucher_ids.state")
    def _compute_voucher_count(self):
        for entrusted in self:
            entrusted.voucher_count = len(
                entrusted.voucher_ids.filtered(lambda voucher: voucher.state == "entered")
            )

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("open", "settled"), Move("settled", "open")]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "amount_received", "amount_spent", "amount_refunded", "receipt_line_ids",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "amount_received": 0.0,
            "amount_spent": 0.0,
            "amount_refunded": 0.0,
        }

    def _amount_state(self):
        moved = self.amount_received or self.amount_spent
        return "settled" if moved and not self.balance and not self.voucher_count else "open"

    # ------------------------------------------------------------------ opened

    @api.model
    def _open_for(self, request):
        """Return the entrusted money of a request, opened when there is none yet.

        :raise AccessError: when the user neither works in the office nor takes its money
        :raise UserError: when the request is no errand
        """
        request.sudo(False).check_access("read")
        # sudo: it is opened by whoever does or registers the errand; amounts are booked apart
        found = self.sudo().search([("request_id", "=", request.id)], limit=1)
        if found:
            return found.sudo(False)
        request.with_env(self.env)._require_role(
            CLERK, WORKER, CASHIER, act=self.env._("keep entrusted money for it")
        )
        if not request.has_errand:
            raise UserError(
                self.env._(
                    "%(request)s is no errand: money is entrusted for errands only.",
                    request=request.name,
                )
            )
        return self.sudo()._create_guarded(self._numbered([self._prepare(request)])).sudo(False)

    @api.model
    def _prepare(self, request):
        request = request.sudo()
        return {
            "office_id": request.office_id.id,
            "partner_id": request.payer_id.id,
            "unit_id": request.unit_id.id,
            "request_id": request.id,
        }

    # ------------------------------------------------------------------ money

    def _receive(self, amount, journal=None, money=None):
        """Take money ahead, or collect what was laid out; cashier and collectors.

        :return: the receipt; a collector's counts when the cashier has the money
        """
        self.ensure_one()
        self._lock()
        amounts = {self: self._clean_amount(amount)}
        return self._issue_receipt("in", amounts, journal, money=money)

    def _refund(self, amount=None, journal=None, reason="", money=None):
        """Give back what is left: the cashier pays out and prints the voucher.

        :param amount: company currency; all that is left
        """
        self.ensure_one()
        self._check_cashier()
        reason = self._needed_reason(reason)
        self._lock()
        amount = self._clean_amount(self.balance if amount is None else amount)
        return self._issue_receipt("out", {self: amount}, journal, memo=reason, money=money)

    def _pay_voucher(self, voucher, journal, money=None):
        """Pay out what was laid out; who books it is checked by the voucher."""
        return self._issue_receipt(
            "out",
            {self: self._clean_amount(voucher.amount)},
            journal,
            memo=voucher._prepare_memo(),
            money=money,
            voucher_id=voucher.id,
            name=voucher._prepare_memo(),
        )

    def _prepare_receipt_line(self):
        return {
            **super()._prepare_receipt_line(),
            "entrusted_id": self.id,
            "name": f"{self.name} {self.request_id.name}",
        }

    def _check_left(self, amount):
        """Give back no more than is held for the customer."""
        if self.currency_id.compare_amounts(amount, self.balance) > 0:
            raise UserError(
                self.env._(
                    "%(entrusted)s: %(left)s is left for the customer, less than %(amount)s.",
                    entrusted=self.name,
                    left=self._in_currency(max(self.balance, 0.0)),
                    amount=self._in_currency(amount),
                )
            )

    def _add_up(self):
        """Bring amounts and states up to date with the booked receipts, and reconcile them."""
        entrusted = self.sudo()
        values = {record.id: record._sums() for record in entrusted}
        entrusted._write_guarded_each(values)
        entrusted._follow_amounts()
        for record in entrusted:
            lines = record._open_fund_lines(record._booked_receipts().payment_id.move_id)
            if len(set(lines.mapped(lambda line: line.balance > 0))) > 1:
                lines.env["account.move"]._reconcile_fund_lines([lines])

    def _booked_receipts(self):
        return self.receipt_line_ids.receipt_id.filtered(lambda receipt: receipt.state == "posted")

    def _sums(self):
        lines = self.receipt_line_ids.filtered(lambda line: line.receipt_id.state == "posted")
        received = lines.filtered(lambda line: line.receipt_id.direction == "in")
        spent = lines.filtered("voucher_id")
        refunded = lines - received - spent
        sums = {"received": received, "spent": spent, "refunded": refunded}
        return {
            f"amount_{name}": self.currency_id.round(sum(own.mapped("amount")))
            for name, own in sums.items()
        }

    @api.model
    def _held_on(self, companies, day):
        lines = self.env["convenience.receipt.line"]
        sums = {}
        for entrusted, receipt, amount in lines._read_group(
            [
                ("company_id", "in", companies.ids),
                ("entrusted_id", "!=", False),
                ("receipt_id.state", "=", "posted"),
                ("receipt_id.date_booked", "<=", day),
            ],
            ["entrusted_id", "receipt_id"],
            ["amount:sum"],
        ):
            sign = 1 if receipt.direction == "in" else -1
            sums[entrusted] = sums.get(entrusted, 0.0) + sign * amount
        rounded = {record: record.currency_id.round(held) for record, held in sums.items()}
        return {record: held for record, held in rounded.items() if held}

    def _first_day(self):
        """Return the local day of the first money that moved."""
        return min(self._booked_receipts().mapped("date"), default=False)

    # ------------------------------------------------------------------ buttons

    def action_receive(self):
        """Take money, ahead or for what was laid out."""
        return self._open_wizard("received", self.env._("Take Entrusted Money"))

    def action_refund(self):
        """Give back what is left."""
        return self._open_wizard("refunded", self.env._("Give the Rest Back"))

    def action_book_vouchers(self):
        """Book all vouchers that wait."""
        waiting = self.voucher_ids.filtered(lambda voucher: voucher.state == "entered")
        return waiting.action_book()

    def _open_wizard(self, kind, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "convenience.entrusted.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_entrusted_id": self.id},
        }

    def action_print(self):
        """Print the account for the customer, with its vouchers."""
        report = self.env.ref("convenience_service.action_report_entrusted")
        return report.report_action(self)

    def _get_report_base_filename(self):
        return self.display_name
