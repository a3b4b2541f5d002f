from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..billing.account_move_line import LINE_PROTECTED
from ..guard.roles import CASHIER


class ConvenienceProviderBill(models.Model):
    """What an outside provider is owed for a month at an office, as one vendor bill.

    Drafted from reviewed requests, by a job once the month is closed or by the cashier at once. The
    vendor bill is the accountant's from then on, save for its lines of served items. Deleted,
    cancelled or credited in full, it frees what it paid for.
    """

    _name = "convenience.provider.bill"
    _description = "Bill of an Outside Provider"
    _inherit = ["convenience.job.mixin", "convenience.guarded.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Provider", required=True, index=True, readonly=True, ondelete="restrict"
    )
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    active = fields.Boolean(default=True, help="Whether the vendor bill stands.")
    claim_ids = fields.One2many(
        "convenience.provider.claim",
        "bill_id",
        "Services",
        context={"active_test": False},
        readonly=True,
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    left_out = fields.Text(
        readonly=True,
        help="Had no rate when the bill was drafted; waits for the next month's bill.",
    )
    move_id = fields.Many2one(
        "account.move",
        "Vendor Bill",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    _once_a_month = models.UniqueIndex(
        "(office_id, partner_id, date_to) WHERE active",
        "The provider already has a bill for this month at the office.",
    )

    @api.depends("claim_ids.amount")
    def _compute_amount_total(self):
        for bill in self:
            bill.amount_total = sum(bill.claim_ids.mapped("amount"))

    @api.depends("partner_id", "date_to")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = f"{bill.partner_id.name} {bill.date_to:%Y-%m}"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "office_id", "partner_id", "date_from", "date_to", "active", "claim_ids", "move_id",
            "left_out", *self._job_fields(),
        }  # fmt: skip

    # ------------------------------------------------------------------ drafting

    @api.model
    def _unpaid_lines(self, office, day):
        """Return what outside providers did up to a local day, reviewed and not paid for yet."""
        # sudo: what was done and for how much; callers check who asks
        lines = self.env["convenience.request.line"].sudo()
        claimed = self.env["convenience.provider.claim"].sudo()._search([("active", "=", True)])
        return lines.search(
            Domain("office_id", "=", office.id)
            & Domain("request_id.state", "=", "reviewed")
            & Domain("request_id.provider_id", "!=", False)
            & Domain("date_done", "<=", day)
            & Domain("id", "not in", claimed.subselect("request_line_id")),
            order="date_done, id",
        )

    @api.model
    def _draft_month(self, office, day):
        """Draft the vendor bills of the month that holds a local day; what has no rate waits.

        May be repeated: what a bill of the month left out goes on the next month's.

        :raise AccessError: when the user is not a cashier
        """
        self._require_role(
            CASHIER, act=self.env._("draft the bills of %(office)s", office=office.name)
        )
        office.check_access("read")
        date_from, date_to = office._period(day)
        lines = self._unpaid_lines(office, date_to)
        rates = self.env["convenience.provider.rate"].sudo()._find(lines)
        bills = self.browse()
        for provider, own in lines.grouped(lambda line: line.request_id.provider_id).items():
            values = {
                "office_id": office.id,
                "partner_id": provider.id,
                "date_from": date_from,
                "date_to": date_to,
            }
            bills |= self._draft_bill(values, own, rates)
        return bills

    @api.model
    def _draft_bill(self, values, lines, rates):
        """Return the provider's bill of the month, none where it has one or nothing is owed."""
        # sudo: the cashier asked; bills and claims are made here only
        bills = self.sudo()
        same = [(name, "=", values[name]) for name in ("office_id", "partner_id", "date_to")]
        bill = bills.search(same, limit=1)  # one that the job could not draft is taken up
        if bill.move_id or not any(rates[line] and rates[line]._amount_of(line) for line in lines):
            return self.browse()
        bill = bill or bills._create_guarded([values])
        bill._pay_for(lines, rates, self.env)
        bill._forget_job_error("_draft_noted")
        return bill.with_env(self.env)

    def _pay_for(self, lines, rates, env):
        """Claim what has a rate, name what has none, and make the draft vendor bill.

        :param env: whose rights the vendor bill is made with
        """
        claims = [
            {**rates[line]._prepare_claim(line), "bill_id": self.id}
            for line in lines
            if rates[line]
        ]
        self.env["convenience.provider.claim"]._create_guarded(claims)
        missing = lines.filtered(lambda line: not rates[line])
        self._write_guarded({"left_out": missing and self._name_missing(missing)})
        self._make_vendor_bill(env)

    def _name_missing(self, lines):
        """Return the sentence that says for which services the provider has no rate."""
        services = [
            f"{line.product_id.display_name} ({line.request_id.name}, {line.date_done})"
            for line in lines
        ]
        return self.env._(
            "%(provider)s has no rate at %(office)s for %(services)s. Have the director enter one.",
            provider=self.partner_id.name,
            office=self.office_id.name,
            services=", ".join(services),
        )

    def _make_vendor_bill(self, env):
        """Make the draft vendor bill with the rights of who asked, and tie the claims to it."""
        groups = self.claim_ids._group_as_billed()
        move = (
            env["account.move"]
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.partner_id.id,
                    "currency_id": self.currency_id.id,
                    "invoice_date": self.date_to,
                    "invoice_origin": f"{self.office_id.name} {self.date_to:%Y-%m}",
                    "invoice_line_ids": [
                        Command.create({**group._prepare_bill_line(), "sequence": sequence})
                        for sequence, group in enumerate(groups)
                    ],
                }
            )
        )
        self._write_guarded({"move_id": move.id})
        bill_lines = move.invoice_line_ids.sorted("sequence")
        for bill_line, group in zip(bill_lines, groups, strict=True):
            group._write_guarded({"move_line_id": bill_line.id})

    # ------------------------------------------------------------------ what accounting may do

    @api.model
    def _of_moves(self, moves):
        # sudo: what a vendor bill pays for holds whoever looks
        vendor_bills = moves.filtered(lambda move: move.move_type == "in_invoice")
        everything = self.sudo().with_context(active_test=False)
        return everything.search([("move_id", "in", vendor_bills.ids)]) if vendor_bills else self

    @api.model
    def _give_back(self, moves):
        """The vendor bills are cancelled or deleted: what they paid for is to be paid again."""
        self._refuse_undoing_credited(moves)
        self._of_moves(moves)._free_claims()

    def _free_claims(self):
        if self:
            self.claim_ids._write_guarded({"active": False, "move_line_id": False})
            self._write_guarded({"active": False})
            self.flush_model(["active"])
            self.claim_ids.flush_recordset(["active"])

    @api.model
    def _refuse_reviving(self, moves):
        for bill in self._of_moves(moves).filtered(lambda bill: not bill.active):
            raise UserError(
                self.env._(
                    "%(bill)s was cancelled or credited in full and what it paid for given back. "
                    "Draft the month anew instead.",
                    bill=bill.move_id.display_name,
                )
            )

    @api.model
    def _refuse_changing(self, move_lines, names):
        """Item, quantity and price of what was served follow from the requests."""
        if not names & (LINE_PROTECTED - {"tax_ids"}):
            return
        vendor = move_lines.filtered(lambda line: line.move_id.move_type == "in_invoice")
        # sudo: as above
        claims = self.env["convenience.provider.claim"].sudo()
        for claim in claims.search([("move_line_id", "in", vendor.ids)], limit=1) if vendor else ():
            raise UserError(
                self.env._(
                    "%(item)s on %(bill)s pays for requests that are done: item, quantity and "
                    "price stay. Cancel the bill, or add a line for the difference.",
                    item=claim.product_id.display_name,
                    bill=claim.bill_id.display_name,
                )
            )

    def action_open_vendor_bill(self):
        """Open the vendor bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }
