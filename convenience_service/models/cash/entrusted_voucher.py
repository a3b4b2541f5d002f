from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceEntrustedVoucher(models.Model):
    """What was laid out for a customer on an errand: a ticket, postage, a gas card.

    Entered by who did the errand, with number or photo; checked and booked by the cashier, who
    pays it out. What is booked stays as it is; its receipt is cancelled instead.
    """

    _name = "convenience.entrusted.voucher"
    _description = "Voucher of Entrusted Money"
    _inherit = ["convenience.workflow.mixin"]
    _order = "date, id"
    _check_company_auto = True

    entrusted_id = fields.Many2one(
        "convenience.entrusted", required=True, index=True, ondelete="restrict"
    )
    request_id = fields.Many2one(related="entrusted_id.request_id", store=True, index=True)
    office_id = fields.Many2one(related="entrusted_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="entrusted_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("What For", required=True)
    number = fields.Char("Voucher Number")
    image = fields.Image("Photo", attachment=False, max_width=1600, max_height=1600)
    date = fields.Date(required=True, default=fields.Date.context_today, help="Day on the voucher.")
    amount = fields.Monetary(required=True)
    payee = fields.Char(help="Who was paid: the railway, the post office, the gas company.")
    entered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    receipt_line_ids = fields.One2many(
        "convenience.receipt.line", "voucher_id", "On Receipts", readonly=True
    )
    receipt_id = fields.Many2one("convenience.receipt", readonly=True, copy=False)
    state = fields.Selection(
        [("entered", "To Book"), ("booked", "Booked"), ("rejected", "Rejected")],
        required=True,
        default="entered",
        copy=False,
    )
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    booked_on = fields.Datetime(readonly=True, copy=False)
    rejected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    rejected_on = fields.Datetime(readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A voucher is for more than nothing.")

    # ------------------------------------------------------------------ guards

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("entered", "booked"),
            Move("booked", "entered"),
            Move("entered", "rejected", (CASHIER,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "booked": ("booked_by_id", "booked_on"),
            "rejected": ("rejected_by_id", "rejected_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "entrusted_id", "entered_by_id", "receipt_line_ids", "receipt_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "entered_by_id": self.env.uid,
            "receipt_line_ids": False,
            "receipt_id": False,
        }

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"booked", "rejected"}

    @api.model_create_multi
    def create(self, vals_list):
        vouchers = super().create(vals_list)
        vouchers._check_proof()
        vouchers._check_amounts()
        # sudo: the sum of what waits follows
        vouchers.entrusted_id.sudo()._follow_amounts()
        return vouchers

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self._refuse_decided()
            self._check_own_entry()
        result = super().write(vals)
        if {"number", "image"} & vals.keys():
            self._check_proof()
        if "amount" in vals:
            self._check_amounts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_undecided(self):
        self._refuse_decided()
        self._check_own_entry()

    def _check_own_entry(self):
        """What was laid out is changed by who entered it, so that nobody pays out what they say."""
        for voucher in self:
            if not self.env.su and voucher.entered_by_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(voucher)s was entered by %(user)s, who alone changes it. Have it "
                        "rejected and enter another.",
                        voucher=voucher.name,
                        user=voucher.entered_by_id.name,
                    )
                )

    def _refuse_decided(self):
        for voucher in self.sudo():
            if voucher.state != "entered":
                raise UserError(
                    self.env._(
                        "%(voucher)s is %(state)s and stays as it is.",
                        voucher=voucher.name,
                        state=voucher._state_label(voucher.state),
                    )
                )

    def _check_proof(self):
        for voucher in self:
            if not (voucher.number or "").strip() and not voucher.image:
                raise UserError(
                    self.env._(
                        "%(voucher)s: enter the number of the voucher, or take a photo of it.",
                        voucher=voucher.name,
                    )
                )

    def _check_amounts(self):
        for voucher in self:
            self.env["convenience.receipt"]._clean_amount(voucher.amount, voucher.currency_id)

    # ------------------------------------------------------------------ booking

    def _book(self, journal, money=None):
        """Book and pay out vouchers in one step: the cashier's.

        :param journal: cash, bank or other that the money comes from
        :param dict money: its day and transaction number, see `_issue_receipt`
        :return: the receipts
        :raise AccessError: for others than cashiers, and for a voucher of one's own
        """
        self.entrusted_id._check_cashier()
        self._refuse_decided()
        receipts = self.env["convenience.receipt"]
        for voucher in self:
            voucher._check_not_own()
            voucher.entrusted_id._lock()
            receipts |= voucher.entrusted_id._pay_voucher(voucher, journal, money)
        return receipts

    def _check_not_own(self):
        """Separation of duties: nobody pays out what they entered."""
        if self.sudo().entered_by_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You entered %(voucher)s yourself: somebody else has to book it.",
                    voucher=self.name,
                )
            )

    def _prepare_memo(self):
        return " ".join(filter(None, (self.payee, self.name, self.number)))

    def action_book(self):
        """Choose where the money comes from, then book the vouchers."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book Vouchers"),
            "res_model": "convenience.entrusted.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_kind": "spent",
                "default_entrusted_id": self.entrusted_id[:1].id,
                "default_voucher_ids": self.ids,
            },
        }

    @asks_reason(_lt("Reject the Voucher"))
    def action_reject(self, reason=None):
        """Refuse a voucher, with a reason that is kept in the history.

        :param str reason: why it is not booked
        """
        return self._move_to("rejected", reason=reason)

    def _after_move(self, move):
        self.sudo().entrusted_id._follow_amounts()
        return super()._after_move(move)
