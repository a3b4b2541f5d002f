from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..guard.job import JobColumns
from ..guard.roles import CASHIER

BATCH_SIZE = 40
LANES = ("ir_cron_invoice_statements", "ir_cron_invoice_statements_2")


class ConvenienceStatement(models.Model):
    """One invoice a statement, made by a job of several lanes, or at once for somebody who waits.

    A statement that cannot be invoiced keeps its error and the time of its next try, told apart
    from those of its reminders.
    """

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    error = fields.Text(readonly=True, copy=False)
    attempts = fields.Integer(readonly=True, copy=False)
    next_try = fields.Datetime("Next Try to Invoice", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"error", "attempts", "next_try"}

    @api.model
    def _guarded_defaults(self):
        empty = {"error": False, "attempts": 0, "next_try": False}
        return {**super()._guarded_defaults(), **empty}

    # ------------------------------------------------------------------ job

    @api.model
    def _job_columns(self, method):
        if method == "_invoice":
            return JobColumns("error", "attempts", "next_try")
        return super()._job_columns(method)

    @api.model
    def _trigger_invoicing(self):
        """Ask the lanes to run as soon as this transaction is committed."""
        for lane in LANES:
            # sudo: the button only asks for the job
            self.env.ref(f"convenience_service.{lane}").sudo()._trigger()

    @api.model
    def _to_invoice_domain(self):
        return Domain("state", "=", "confirmed")

    @api.model
    def _cron_invoice_statements(self, batch_size=BATCH_SIZE):
        """Invoice the confirmed statements; one lane of several.

        What is invoiced whole is closed at the end, also when a lane was killed before it could.
        """
        self._run_job(self._to_invoice_domain(), "_invoice", batch_size)
        self.env["convenience.settlement"].search([("state", "=", "confirmed")])._finish_invoiced()
        self.env["ir.cron"]._commit_progress()

    def _invoice_now(self):
        """Invoice confirmed statements at once, without waiting for the job.

        The caller has checked who asks.
        """
        # sudo: as the job does it; the user stays, and so does the permission to post
        waiting = self.sudo().filtered(lambda statement: statement.state == "confirmed")
        waiting.lock_for_update()
        waiting._invoice()

    def action_retry(self):
        """Take the statements up again now, whatever the time of their next try."""
        self._require_role(CASHIER, act=self.env._("have it tried again"))
        self.filtered(lambda statement: statement.state == "confirmed")._write_guarded(
            {"next_try": False}
        )
        self._trigger_invoicing()
        return True

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

    # ------------------------------------------------------------------ the invoice

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

    # ------------------------------------------------------------------ hooks of ways of paying

    def _settle_from_funds(self):
        """Hook: turn what the company holds of the payer against the invoices just posted."""

    def _after_credit(self, notes):
        """Hook: what follows from posted credit notes of the invoices of these statements."""
