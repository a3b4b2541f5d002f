import logging
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .convenience_job_mixin import CONCURRENCY_ERRORS, MAX_SNAPSHOTS, RETRY_HOURS
from .convenience_workflow_mixin import Move

_logger = logging.getLogger(__name__)

BATCH_SIZE = 40
LANES = ("ir_cron_invoice_statements", "ir_cron_invoice_statements_2")


class ConvenienceStatement(models.Model):
    """Any bill to a payer (缴费通知单, to firms 对账单), and the only way to an invoice.

    What it says is plain values: it prints the same after its invoice was cancelled and its
    requests were billed again elsewhere.
    """

    _name = "convenience.statement"
    _description = "Statement"
    _inherit = [
        "convenience.statement.wallet",
        "convenience.statement.collection",
        "convenience.statement.paying",
        "convenience.statement.deposit",
        "convenience.workflow.mixin",
        "mail.thread",
        "portal.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False)
    settlement_id = fields.Many2one(
        "convenience.settlement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    kind = fields.Selection(
        [
            ("monthly", "Monthly"),
            ("per_visit", "Per Visit"),
            ("prepaid", "Prepaid"),
            ("deposit", "Deposit Kept"),
            ("move_out", "Move-out"),
        ],
        required=True,
        default="monthly",
        readonly=True,
        index=True,
        help="Only monthly ones belong to a settlement.",
    )
    office_id = fields.Many2one("convenience.office", required=True, index=True, readonly=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Payer", required=True, index=True, readonly=True, ondelete="restrict"
    )
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    line_ids = fields.One2many(
        "convenience.statement.line",
        "statement_id",
        "Lines",
        context={"active_test": False},
        readonly=True,
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    opening_balance = fields.Monetary(
        readonly=True,
        copy=False,
        help="What the payer still owed of earlier statements of this office.",
    )
    amount_due = fields.Monetary(compute="_compute_amount_due", store=True)
    invoice_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    payment_state = fields.Selection(related="invoice_id.payment_state", string="Payment")
    amount_residual = fields.Monetary(
        "Still to Pay", compute="_compute_amount_residual", compute_sudo=True
    )
    error = fields.Text(readonly=True, copy=False)
    attempts = fields.Integer(readonly=True, copy=False)
    next_try = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "To Invoice"),
            ("invoiced", "Invoiced"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    invoiced_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    invoiced_on = fields.Datetime(readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancelled_on = fields.Datetime(readonly=True, copy=False)

    _payer_once = models.UniqueIndex(
        "(settlement_id, partner_id) WHERE settlement_id IS NOT NULL",
        "A payer has one statement in a settlement.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is already a statement of this number."
    )
    _settlement_of_month = models.Constraint(
        "CHECK((kind = 'monthly') = (settlement_id IS NOT NULL))",
        "Monthly statements belong to a settlement, all others to none.",
    )
    _to_invoice_idx = models.Index("(next_try) WHERE state = 'confirmed'")

    # ------------------------------------------------------------------ compute

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for statement in self:
            statement.amount_total = sum(statement.line_ids.mapped("amount"))

    @api.depends("amount_total", "opening_balance")
    def _compute_amount_due(self):
        for statement in self:
            statement.amount_due = statement.amount_total + statement.opening_balance

    @api.depends("invoice_id.amount_residual", "state")
    def _compute_amount_residual(self):
        # sudo by compute_sudo: the desk sees this sum, not the ledger behind it
        for statement in self:
            invoiced = statement.state == "invoiced"
            open_amount = statement.amount_total if statement.state == "confirmed" else 0.0
            statement.amount_residual = (
                statement.invoice_id.amount_residual if invoiced else open_amount
            )

    @api.depends("partner_id", "name")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.name} {statement.partner_id.name or ''}"

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("draft", "confirmed", ("group_cashier",)),
            Move("draft", "confirmed", via="bill"),
            Move("confirmed", "invoiced"),
            Move("confirmed", "cancelled", ("group_cashier",)),
            Move("invoiced", "cancelled"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            "confirmed": ("confirmed_by_id", "confirmed_on"),
            "invoiced": ("invoiced_by_id", "invoiced_on"),
            "cancelled": ("cancelled_by_id", "cancelled_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "settlement_id", "kind", "office_id", "partner_id", "date_from", "date_to",
            "line_ids", "opening_balance", "invoice_id", "error", "attempts", "next_try",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "opening_balance": 0.0,
            "invoice_id": False,
            "error": False,
            "attempts": 0,
            "next_try": False,
        }

    @api.model
    def _workflow_locked_states(self):
        return frozenset(("confirmed", "invoiced", "cancelled"))

    def _check_move(self, move):
        if (move.source, move.target) == ("draft", "confirmed"):
            self._check_settlement_accepted()

    def _check_settlement_accepted(self):
        for statement in self.sudo():
            if statement.settlement_id and statement.settlement_id.state != "confirmed":
                raise UserError(
                    self.env._(
                        "%(statement)s belongs to %(settlement)s, which is not accepted yet. "
                        "Accept that.",
                        statement=statement.name,
                        settlement=statement.settlement_id.name,
                    )
                )

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "confirmed":
            return values
        balances = self._opening_balances()
        return {
            statement.id: {
                **values.get(statement.id, {}),
                "opening_balance": balances[statement.id],
            }
            for statement in self
        }

    def _opening_balances(self):
        """Return {statement id: what is still owed of earlier statements of the
        office}.
        """
        # sudo: a sum for the statement, not the ledger
        earlier = self.sudo().search(
            [
                ("office_id", "in", self.office_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("state", "in", ("confirmed", "invoiced")),
                ("id", "not in", self.ids),
            ]
        )
        by_payer = earlier.grouped(lambda statement: (statement.office_id, statement.partner_id))
        return {
            statement.id: sum(
                other.amount_residual
                for other in by_payer.get((statement.office_id, statement.partner_id), ())
                if other.date_to <= statement.date_to
            )
            for statement in self.sudo()
        }

    def _after_move(self, move):
        if move.target == "cancelled":
            self.sudo()._free_claims()
            self.settlement_id._finish_invoiced()

    def _free_claims(self):
        """The requests of the statements wait for the next settlement; the lines stay to be
        printed.
        """
        self.line_ids._write_guarded({"active": False})
        # the database has to know before the same requests are claimed anew
        self.line_ids.flush_recordset(["active"])

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("Statements are made by compiling a settlement, not by hand.")
            )
        sequence = self.env["ir.sequence"]
        offices = self.env["convenience.office"].browse([vals["office_id"] for vals in vals_list])
        numbered = [
            {
                **vals,
                "name": sequence.with_company(office.company_id).next_by_code(
                    "convenience.statement"
                ),
            }
            for office, vals in zip(offices, vals_list, strict=True)
        ]
        return super().create(numbered)

    def unlink(self):
        self._unlink_only_at_start()
        self.line_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------------ outside the month

    @api.model
    def _bill(self, kind, office, claims_by_payer, day=None):
        """Make a bill to each payer outside the settlement of the month, ready to be invoiced.

        The caller has checked who asks. A claim that somebody else makes at the same moment is
        refused by the database.

        :param str kind: a key of `kind`, not `monthly`
        :param claims_by_payer: {payer: list of values of statement lines}, see `_prepare_claim`
        :param day: of the bill, local at the office; today
        :return: the confirmed statements, as the system sees them
        """
        day = day or office._today()
        # sudo: bills are made by the moves that lead to them, never by hand
        statements = self.sudo().create(
            [
                {
                    "kind": kind,
                    "office_id": office.id,
                    "partner_id": payer.id,
                    "date_from": day,
                    "date_to": day,
                }
                for payer in claims_by_payer
            ]
        )
        self.env["convenience.statement.line"].sudo().create(
            [
                {"statement_id": statement.id, **claim}
                for statement, claims in zip(statements, claims_by_payer.values(), strict=True)
                for claim in claims
            ]
        )
        statements._move_to_by_system("confirmed", via="bill")
        return statements

    def _invoice_now(self):
        """Invoice confirmed statements at once, without waiting for the job.

        The caller has checked who asks.
        """
        # sudo: as the job does it; the user stays, and so does the permission to post
        waiting = self.sudo().filtered(lambda statement: statement.state == "confirmed")
        waiting.lock_for_update()
        waiting._invoice()

    # ------------------------------------------------------------------ invoicing job

    @api.model
    def _trigger_invoicing(self):
        """Ask the lanes to run as soon as this transaction is committed."""
        for lane in LANES:
            # sudo: the button only asks for the job
            self.env.ref(f"convenience_service.{lane}").sudo()._trigger()

    @api.model
    def _due_for_invoicing(self):
        now = fields.Datetime.now()
        return Domain("state", "=", "confirmed") & (
            Domain("next_try", "=", False) | Domain("next_try", "<=", now)
        )

    @api.model
    def _cron_invoice_statements(self, batch_size=BATCH_SIZE):
        """Invoice the confirmed statements, a batch at a time; one lane of several.

        Each batch is a transaction of its own: it locks rows nobody else has, so that lanes share
        the work; a kill loses the batch under way and nothing else. A statement that cannot be
        invoiced keeps its error and the time of its next try. Two transactions meeting is no
        error: the batch is rolled back and taken up again on a new snapshot.
        """
        snapshots = 0
        seconds_left = self._commit_invoiced(0)
        while seconds_left > 0 and snapshots < MAX_SNAPSHOTS:
            try:
                batch = self._lock_batch(batch_size)
                if not batch:
                    self._finish_settlements()
                    break
                batch._invoice_batch()
                seconds_left = self._commit_invoiced(len(batch))
            except CONCURRENCY_ERRORS:
                _logger.info("Invoicing met another transaction and takes a new snapshot.")
                self.env.cr.rollback()
                snapshots += 1

    @api.model
    def _commit_invoiced(self, count):
        """Commit a batch, tell the scheduler what is left, and forget what others may change."""
        remaining = self.search_count(self._due_for_invoicing())
        seconds_left = self.env["ir.cron"]._commit_progress(count, remaining=remaining)
        self.env.invalidate_all()
        return seconds_left

    @api.model
    def _finish_settlements(self):
        """Close what is invoiced whole, also when a lane was killed before it could."""
        self.env["convenience.settlement"].search([("state", "=", "confirmed")])._finish_invoiced()
        self.env["ir.cron"]._commit_progress()

    @api.model
    def _lock_batch(self, size):
        """Return up to `size` due statements, locked by this transaction."""
        # more candidates than the batch takes, so that lanes find rows the others have not locked
        candidates = self.search(
            self._due_for_invoicing(), limit=size * 4, order="settlement_id, id"
        )
        return candidates.try_lock_for_update(allow_referencing=True, limit=size)

    def _invoice_batch(self):
        """Invoice all at once; when that fails, one by one, so that the error stays with its
        cause.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._invoice()
        except CONCURRENCY_ERRORS:
            raise
        except Exception:  # whatever one statement does, the others are invoiced
            for statement in self:
                statement._invoice_or_keep_error()

    def _invoice_or_keep_error(self):
        try:
            with self.env.cr.savepoint():
                self._invoice()
        except CONCURRENCY_ERRORS:
            raise
        except Exception as error:
            _logger.warning("Statement %s cannot be invoiced", self.name, exc_info=True)
            self._keep_error(error)

    def _keep_error(self, error):
        wait = RETRY_HOURS[min(self.attempts, len(RETRY_HOURS) - 1)]
        self._write_guarded(
            {
                "error": str(error) or error.__class__.__name__,
                "attempts": self.attempts + 1,
                "next_try": fields.Datetime.now() + timedelta(hours=wait),
            }
        )

    def _invoice(self):
        """Create and post one invoice a statement, and tie the claims to its lines."""
        for office, statements in self.grouped("office_id").items():
            statements._invoice_at(office)

    def _invoice_at(self, office):
        groups = [statement._group_claims() for statement in self]
        values = [
            statement._prepare_invoice(group) for statement, group in zip(self, groups, strict=True)
        ]
        journal_env = self.env["account.move"].with_company(office.company_id)
        invoices = journal_env._create_for_statements(values, office)
        for statement, invoice, group in zip(self, invoices, groups, strict=True):
            statement._tie_claims(invoice, group)
        invoices._post(soft=False)
        self._move_to_by_system(
            "invoiced",
            values={
                statement.id: {"invoice_id": invoice.id, "error": False, "next_try": False}
                for statement, invoice in zip(self, invoices, strict=True)
            },
        )
        self._settle_from_funds()

    def _group_claims(self):
        """Return the claims as invoice lines will show them: by item, price and tax.

        Visits are joined only where quantity times price still is their sum to the fen.
        """
        lines = self.line_ids.filtered("active")
        if not lines:
            raise UserError(
                self.env._("%(statement)s has no line to invoice.", statement=self.name)
            )
        groups = []
        for group in lines.grouped(
            lambda line: (line.product_id, line.price_unit, line.tax_ids, line.uom_id)
        ).values():
            total = self.currency_id.round(sum(group.mapped("quantity")) * group[0].price_unit)
            exact = self.currency_id.compare_amounts(total, sum(group.mapped("amount"))) == 0
            groups += [group] if exact else list(group)
        return groups

    def _prepare_invoice(self, groups):
        """Return the values of the invoice of one statement."""
        return {
            "move_type": "out_invoice",
            "partner_id": self.partner_id.id,
            "journal_id": self._invoice_journal().id,
            "currency_id": self.currency_id.id,
            "invoice_date": self._invoice_date(),
            "invoice_origin": self.name,
            "ref": self.name,
            "invoice_payment_term_id": self.office_id.payment_term_id.id,
            "invoice_user_id": self.confirmed_by_id.id,
            **self._prepare_due_date(),
            "convenience_statement_id": self.id,
            "invoice_line_ids": [
                Command.create({**group._prepare_invoice_line(sequence), **amounts})
                for sequence, (group, amounts) in enumerate(
                    zip(groups, self._prepare_amounts(groups), strict=True)
                )
            ],
        }

    def _prepare_amounts(self, groups):
        """Return, for each group, what its invoice line is booked with, by the ERP's tax engine.

        Given beforehand, these spare the ERP a second write of every line; were they wrong, it
        would write its own over them.
        """
        taxes = self.env["account.tax"]
        base_lines = [
            taxes._prepare_base_line_for_taxes_computation(
                None,
                product_id=group.product_id,
                tax_ids=group.tax_ids,
                quantity=sum(group.mapped("quantity")),
                price_unit=group[0].price_unit,
                currency_id=self.currency_id,
                partner_id=self.partner_id,
                sign=-1,
            )
            for group in groups
        ]
        taxes._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes._round_base_lines_tax_details(base_lines, self.company_id)
        untaxed = [
            details["total_excluded_currency"] + details["delta_total_excluded_currency"]
            for details in (base_line["tax_details"] for base_line in base_lines)
        ]
        return [{"amount_currency": -amount, "balance": -amount} for amount in untaxed]

    def _prepare_due_date(self):
        """Without terms it is due at once, but never before the day of the invoice."""
        if self.office_id.payment_term_id:
            return {}
        return {"invoice_date_due": max(self._invoice_date(), self.office_id._today())}

    def _invoice_journal(self):
        journal = self.office_id.journal_id or self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "sale"),
            ],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(office)s has no sales journal. Choose one on the office.",
                    office=self.office_id.name,
                )
            )
        return journal

    def _invoice_date(self):
        """The last day of the period or, by the office's rule, the first day after the lock."""
        day = self.date_to or self.office_id._today()
        if self.office_id.invoice_date_rule == "first_open":
            locked_until = self.company_id._get_user_fiscal_lock_date(self._invoice_journal())
            if locked_until > date.min:
                day = max(day, locked_until + timedelta(days=1))
        return day

    def _tie_claims(self, invoice, groups):
        invoice_lines = invoice.invoice_line_ids.sorted("sequence")
        for invoice_line, group in zip(invoice_lines, groups, strict=True):
            group._write_guarded({"move_line_id": invoice_line.id})

    # ------------------------------------------------------------------ actions

    def action_retry(self):
        """Take the statements up again now, whatever the time of their next try."""
        self.check_access("read")
        if not self.env.user.has_group("convenience_service.group_cashier"):
            raise UserError(
                self.env._("The cashier has %(statement)s tried again.", statement=self[:1].name)
            )
        self.filtered(lambda statement: statement.state == "confirmed")._write_guarded(
            {"next_try": False}
        )
        self._trigger_invoicing()
        return True

    def action_cancel(self, reason=None):
        """Give back a statement that is not invoiced yet; its requests wait for the next one.

        :param str reason: why, kept in the history
        """
        reason = self._clean_reason(reason)
        if not reason:
            return self.env["convenience.reason.wizard"]._open(
                self, "action_cancel", self.env._("Cancel the Statement")
            )
        return self._move_to("cancelled", reason=reason)

    def action_open_invoice(self):
        """Open the invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.invoice_id.id,
            "view_mode": "form",
        }

    def _get_report_base_filename(self):
        return self.display_name
