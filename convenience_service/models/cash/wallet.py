from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .wallet_movement import MONEY_KINDS

# What each kind of movement changes, and whether it adds or takes away.
EFFECTS = {
    "received": ("received", 1),
    "cancelled": ("received", -1),
    "reserved": ("reserved", 1),
    "released": ("reserved", -1),
    "used": ("used", 1),
    "returned": ("used", -1),
    "refunded": ("refunded", 1),
    "refund_cancelled": ("refunded", -1),
}
# What only money that is neither spent nor reserved can be taken for.
SPENDING = frozenset({"reserved", "used", "refunded", "cancelled"})


class ConvenienceWallet(models.Model):
    """Money that a payer has paid ahead to a company (预交款): received, reserved, used, refunded.

    One row a payer and company. Every change locks and writes the row, so that two transactions
    never spend the same money: the later one starts anew and sees what is left. The balances of
    all wallets are what the ledger holds on the account of prepayments. P3 4(8), P5 4.3.2.
    """

    _name = "convenience.wallet"
    _description = "Prepayment"
    _inherit = ["convenience.guarded.mixin"]
    _order = "partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    received = fields.Monetary("Paid In", readonly=True, required=True, default=0.0)
    reserved = fields.Monetary(
        readonly=True, required=True, default=0.0, help="Set aside for requests not billed yet."
    )
    used = fields.Monetary(
        readonly=True, required=True, default=0.0, help="Turned against invoices."
    )
    refunded = fields.Monetary(readonly=True, required=True, default=0.0)
    balance = fields.Monetary(
        compute="_compute_balance", store=True, help="Received, less used and refunded."
    )
    available = fields.Monetary(
        compute="_compute_balance", store=True, help="The balance, less what is reserved."
    )
    movement_ids = fields.One2many("convenience.wallet.movement", "wallet_id", "Movements")

    _payer_once = models.UniqueIndex(
        "(company_id, partner_id)", "A payer has one prepayment account with a company."
    )
    _never_negative = models.Constraint(
        "CHECK(received >= 0 AND reserved >= 0 AND used >= 0 AND refunded >= 0"
        " AND received - used - refunded - reserved >= 0)",
        "No more of a prepayment can be spent or reserved than was received.",
    )

    @api.depends("received", "reserved", "used", "refunded")
    def _compute_balance(self):
        for wallet in self:
            rounded = wallet.currency_id.round
            wallet.balance = rounded(wallet.received - wallet.used - wallet.refunded)
            wallet.available = rounded(wallet.balance - wallet.reserved)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "partner_id", "company_id", "received", "reserved", "used", "refunded", "movement_ids",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(
                self.env._("A prepayment account is opened by taking money, not by hand.")
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for wallet in self:
            raise UserError(
                self.env._(
                    "The prepayment of %(payer)s stays on file.", payer=wallet.partner_id.name
                )
            )

    # ------------------------------------------------------------------ found and locked

    @api.model
    def _find(self, company, payers):
        """Return the wallets that payers have with a company, as the system sees them."""
        # sudo: money binds whoever asks; what is shown of it is checked by the caller
        return self.sudo().search(
            [("company_id", "=", company.id), ("partner_id", "in", payers.ids)]
        )

    @api.model
    def _open(self, company, payer):
        """Return the wallet of a payer, opened where there is none yet."""
        # two that open it at once: the second finds it, or is told to start anew
        self.env.execute_query(
            SQL(
                """
                INSERT INTO convenience_wallet
                    (company_id, partner_id, received, reserved, used, refunded, balance, available)
                VALUES (%s, %s, 0, 0, 0, 0, 0, 0)
                ON CONFLICT (company_id, partner_id) DO NOTHING
                RETURNING id
                """,
                company.id,
                payer.id,
            )
        )
        return self._find(company, payer)

    @api.model
    def _merge_payers(self, payers, kept):
        """Give what payers have paid ahead to the contact they are merged into.

        With each company where more than one of them has an account, the first keeps all the
        money and all the movements; whose name they bear follows with the contacts.
        """
        # sudo: money follows the person, whoever merges
        wallets = self.sudo().search([("partner_id", "in", (kept | payers).ids)])
        for own in wallets._lock().grouped("company_id").values():
            own[:1]._absorb(own[1:])

    def _absorb(self, others):
        """Take over the money and the movements of other accounts, which are gone then."""
        if others:
            others.movement_ids._write_guarded({"wallet_id": self.id})
            wallets = self | others
            sums = {name: sum(wallets.mapped(name)) for name, _sign in EFFECTS.values()}
            self._write_guarded({name: self.currency_id.round(sums[name]) for name in sums})
            self.env.flush_all()
            # not `unlink`, which nobody may: nothing is lost
            self.env.execute_query(
                SQL("DELETE FROM convenience_wallet WHERE id IN %s RETURNING id", others._ids)
            )
            others.invalidate_recordset()

    def _lock(self):
        """Wait until the rows are ours, in an order that no two transactions cross.

        :raise psycopg2.errors.SerializationFailure: when somebody changed a row after this
            transaction began; the server and the jobs then start it anew
        """
        if self:
            self.flush_recordset()
            self.env.execute_query(
                SQL(
                    "SELECT id FROM convenience_wallet WHERE id IN %s ORDER BY id FOR UPDATE",
                    tuple(self.ids),
                )
            )
            self.invalidate_recordset()
        return self

    # ------------------------------------------------------------------ the one way to change

    def _change(self, kind, amount, office, **links):
        """Book one movement: the only way to change a wallet.

        :param str kind: a key of `EFFECTS`
        :param float amount: company currency, more than zero
        :param office: whose local day it is
        :param links: of the movement: `request_id`, `statement_id`, `receipt_id`, `entry_id`
            (ids), `reason`, and `date`, the day that the ledger has it on; today
        :raise UserError: when more would be spent or reserved than is available
        """
        return self._change_each(kind, [(self, amount, office, links)])

    @api.model
    def _change_each(self, kind, changes):
        """As `_change`, all at once: [(wallet, amount, office, links)]."""
        # sudo: the callers have checked who asks
        wallets = self.sudo().browse({wallet.id for wallet, *_change in changes})._lock()
        totals, movements = defaultdict(float), []
        for wallet, amount, office, links in changes:
            totals[wallet.id] += amount
            own = wallets.browse(wallet.id)
            vals = own._prepare_movement(kind, amount, totals[wallet.id])
            movements.append({**vals, "office_id": office.id, "date": office._today(), **links})
        field, sign = EFFECTS[kind]
        values = {}
        for wallet in wallets:
            if kind in SPENDING:
                wallet._check_available(totals[wallet.id])
            changed = wallet[field] + sign * totals[wallet.id]
            values[wallet.id] = {field: wallet.currency_id.round(changed)}
        wallets._write_guarded_each(values)
        return wallets.env["convenience.wallet.movement"]._create_guarded(movements)

    def _prepare_movement(self, kind, amount, total):
        """Return the values of a movement.

        :param total: of all movements of this kind that are booked at once, up to this one
        """
        balance = self.balance + MONEY_KINDS.get(kind, 0) * total
        return {
            "wallet_id": self.id,
            "kind": kind,
            "amount": amount,
            "user_id": self.env.uid,
            "balance_after": self.currency_id.round(balance),
        }

    def _check_available(self, needed):
        if self.currency_id.compare_amounts(self.available, needed) < 0:
            raise UserError(
                self.env._(
                    "%(payer)s: %(needed)s are needed, %(available)s are available of the "
                    "prepayment: %(missing)s are missing.",
                    payer=self.partner_id.name,
                    needed=self._in_currency(needed),
                    available=self._in_currency(self.available),
                    missing=self._in_currency(needed - self.available),
                )
            )

    # ------------------------------------------------------------------ shown

    @api.model
    def _sums(self, partners):
        """Return {partner: (balance, available)} of whom the user may know them.

        The desk is told of the residents of its own offices, sums only; sums are those of the
        companies chosen.
        """
        desk = not self.has_access("read")
        if desk:
            occupancies = self.env["convenience.occupancy"]
            allowed = occupancies.has_access("read")
            found = occupancies.search([("partner_id", "in", partners.ids)]) if allowed else ()
            partners = partners.browse({occupancy.partner_id.id for occupancy in found})
        # sudo: sums only, of whom the user has
        groups = self.sudo()._read_group(
            [("partner_id", "in", partners.ids), ("company_id", "in", self.env.companies.ids)],
            ["partner_id"],
            ["balance:sum", "available:sum"],
        )
        return {partner: (balance, available) for partner, balance, available in groups}

    def action_refund(self):
        """Pay back what is left."""
        self.ensure_one()
        return self.env["convenience.prepayment.wizard"]._open(self.partner_id, "out")

    def action_take(self):
        """Take more money ahead."""
        self.ensure_one()
        return self.env["convenience.prepayment.wizard"]._open(self.partner_id, "in")
