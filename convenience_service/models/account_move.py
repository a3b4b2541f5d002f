from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .convenience_guarded_mixin import PERMIT_KEY, _Permit

JOB_CONTEXT = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
# What the statement says: the invoice may not say otherwise.
MOVE_PROTECTED = frozenset(
    {
        "auto_post",
        "partner_id",
        "currency_id",
        "company_id",
        "fiscal_position_id",
        "move_type",
        "convenience_statement_id",
    }
)


class AccountMove(models.Model):
    _name = "account.move"
    # the guards first: the ERP's own methods do not call on
    _inherit = [
        "convenience.deposit.invoice",
        "convenience.fund.move",
        "convenience.wallet.move",
        "account.move",
    ]

    convenience_statement_id = fields.Many2one(
        "convenience.statement",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        exportable=False,  # its name is for who may read statements
    )

    _convenience_statement_once = models.UniqueIndex(
        "(convenience_statement_id) WHERE convenience_statement_id IS NOT NULL AND state != "
        "'cancel'",
        "The statement already has an invoice.",
    )

    @api.model
    def _create_for_statements(self, vals_list, office):
        """Create the invoices of statements; only the invoicing job gets past the guards below."""
        job = self.with_context(
            **JOB_CONTEXT, tz=office.tz, lang=office.partner_id.lang or self.env.lang
        )
        permit = {PERMIT_KEY: _Permit(self, vals_list)}
        invoices = job.with_context(**permit).create(vals_list)
        return invoices.with_env(job.env)

    def _has_convenience_permit(self):
        permit = self.env.context.get(PERMIT_KEY)
        return isinstance(permit, _Permit) and permit.model == "account.move"

    # ------------------------------------------------------------------ guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_convenience_permit():
            vals_list = [{**vals, "convenience_statement_id": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if MOVE_PROTECTED & vals.keys():
            self._refuse_protected(vals)
        if vals.get("state") in ("draft", "cancel"):
            self._refuse_reopening_credit()
            self._refuse_undoing_credited()
            self.env["convenience.tax.invoice.line"]._refuse_undoing(self)
            self.env["convenience.provider.bill"]._refuse_reopening_credit(self)
        elif vals.get("state") == "posted":
            self._refuse_unclaimed()
        if vals.get("state") in ("draft", "posted"):
            self.env["convenience.provider.bill"]._refuse_reviving(self)
        cancelled = (
            self.filtered("convenience_statement_id")
            if vals.get("state") == "cancel"
            else self.browse()
        )
        result = super().write(vals)
        cancelled._free_convenience_claims(self.env._("Its invoice was cancelled."))
        if vals.get("state") == "cancel":
            self.env["convenience.provider.bill"]._give_back(self)
        return result

    def unlink(self):
        # before the lines go: what the vendor bills paid for is free again
        self.env["convenience.provider.bill"]._give_back(self)
        return super().unlink()

    def _refuse_protected(self, vals):
        for move in self.filtered("convenience_statement_id"):
            for name in MOVE_PROTECTED & vals.keys():
                value = move[name].id if move._fields[name].relational else move[name]
                if (value or False) != (vals[name] or False):
                    raise UserError(
                        self.env._(
                            "%(field)s of %(invoice)s is what statement %(statement)s says and "
                            "does not change. "
                            "Cancel or credit the invoice instead.",
                            field=move._fields[name]._description_string(self.env),
                            invoice=move.display_name,
                            statement=move.convenience_statement_id.sudo().name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        for move in self._with_claims():
            raise UserError(
                self.env._(
                    "%(invoice)s bills statement %(statement)s. Cancel it instead of deleting it.",
                    invoice=move.display_name,
                    statement=move.convenience_statement_id.sudo().name,
                )
            )

    def _bills_claims(self):
        """Whether claims are tied to lines of this invoice, now or before it was cancelled."""
        # sudo: claims hold whoever looks
        return bool(self.sudo().line_ids.convenience_line_ids)

    def _with_claims(self):
        """The invoices whose statement still claims its requests."""
        # sudo: claims hold whoever looks
        return self.filtered(
            lambda move: any(move.sudo().convenience_statement_id.line_ids.mapped("active"))
        )

    def _post(self, soft=True):
        self._refuse_unclaimed()
        self._refuse_credit_of_nothing()
        posted = super()._post(soft=soft)
        posted._check_statement_totals()
        posted._release_fully_credited()
        posted._adjust_credited_statements()
        self.env["convenience.provider.bill"]._give_back_credited(posted)
        return posted

    def _refuse_unclaimed(self):
        for move in self.filtered("convenience_statement_id") - self._with_claims():
            raise UserError(
                self.env._(
                    "The requests of %(invoice)s were given back when it was cancelled and wait "
                    "for the next settlement. It cannot be posted again.",
                    invoice=move.display_name,
                )
            )

    def _check_statement_totals(self):
        """What is due by the ledger is what the statement says, to the fen."""
        for move in self.filtered("convenience_statement_id"):
            statement = move.sudo().convenience_statement_id
            terms = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
            due = sum(terms.mapped("amount_currency"))
            if move.currency_id.compare_amounts(due, statement.amount_total):
                raise UserError(
                    self.env._(
                        "%(statement)s says %(stated)s, its invoice would say %(invoiced)s. Undo "
                        "what was changed on the invoice (taxes, rounding, payment terms); all "
                        "taxes have to be included in the price.",
                        statement=statement.name,
                        stated=statement.amount_total,
                        invoiced=due,
                    )
                )

    def action_open_convenience_statement(self):
        """Open the statement that the invoice bills."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.statement",
            "res_id": self.convenience_statement_id.id,
            "view_mode": "form",
        }

    # ------------------------------------------------------------------ cancel and credit

    def _free_convenience_claims(self, reason):
        # sudo: cancelling the invoice is the permission, the claims follow
        statements = self.sudo().convenience_statement_id.filtered(
            lambda statement: statement.state == "invoiced"
        )
        if statements:
            statements._move_to_by_system("cancelled", reason=reason)

    def _credited_invoice(self):
        """The invoice of a statement that this credit note names, if it names one."""
        # sudo: what a credit note undoes does not depend on who asks
        invoice = self.sudo().reversed_entry_id if self.move_type == "out_refund" else self.browse()
        return invoice.filtered("convenience_statement_id")

    def _release_fully_credited(self):
        """Free the claims of invoices that posted credit notes to their payer cover whole."""
        for invoice in self.browse().concat(*(note._credited_invoice() for note in self)):
            notes = invoice.reversal_move_ids.filtered(
                lambda note, invoice=invoice: (
                    note.state == "posted"
                    and note.currency_id == invoice.currency_id
                    and note.commercial_partner_id == invoice.commercial_partner_id
                )
            )
            credited = sum(notes.mapped("amount_total"))
            if invoice.currency_id.compare_amounts(credited, invoice.amount_total) >= 0:
                invoice._free_convenience_claims(
                    self.env._(
                        "Credited in full by %(notes)s.", notes=", ".join(notes.mapped("name"))
                    )
                )

    def _adjust_credited_statements(self):
        """What was paid from money held goes back there, as far as it was credited."""
        for note in self:
            statement = note._credited_invoice().convenience_statement_id
            if statement:
                statement._after_credit(note)

    def _refuse_credit_of_nothing(self):
        """A credit note undoes a posted invoice of its own payer, once."""
        for note in self:
            invoice = note._credited_invoice()
            if invoice and (
                invoice.state != "posted" or invoice.convenience_statement_id.state == "cancelled"
            ):
                raise UserError(
                    self.env._(
                        "%(invoice)s is cancelled or credited in full already: there is nothing "
                        "left that %(note)s could credit.",
                        invoice=invoice.display_name,
                        note=note.display_name,
                    )
                )
            if invoice and note.commercial_partner_id != invoice.commercial_partner_id:
                raise UserError(
                    self.env._(
                        "%(invoice)s was billed to %(payer)s: a credit note to somebody else "
                        "cannot undo it.",
                        invoice=invoice.display_name,
                        payer=invoice.commercial_partner_id.name,
                    )
                )
            if invoice:
                self._refuse_crediting_more(invoice)

    def _refuse_crediting_more(self, invoice):
        """Credit notes take back what was billed and no more: more would be paid out as well."""
        # sudo: what was credited before counts, whoever asks; posted together they count together
        notes = invoice.reversal_move_ids.filtered(
            lambda note: note.state == "posted" or note in self.sudo()
        )
        credited = sum(notes.mapped("amount_total_signed"))
        rest = invoice.amount_total_signed + credited
        if invoice.company_currency_id.compare_amounts(rest, 0) < 0:
            raise UserError(
                self.env._(
                    "%(note)s credits %(over)s more than %(invoice)s still bills. Credit no more "
                    "than is left of it.",
                    note=", ".join((notes & self.sudo()).mapped("display_name")),
                    over=formatLang(self.env, -rest, currency_obj=invoice.company_currency_id),
                    invoice=invoice.display_name,
                )
            )

    def _refuse_reopening_credit(self):
        """A credit note that gave requests back stays: otherwise they would be billed twice."""
        for note in self.filtered(lambda move: move.state == "posted"):
            invoice = note._credited_invoice()
            note._refuse_undoing_paid_back(invoice)
            if invoice.convenience_statement_id.state == "cancelled":
                raise UserError(
                    self.env._(
                        "%(note)s credited %(invoice)s in full and its requests were given back "
                        "for the next settlement, so the credit note stays.",
                        note=note.display_name,
                        invoice=invoice.display_name,
                    )
                )

    def _refuse_undoing_paid_back(self, invoice):
        """What was paid out for a credit note was paid out for something."""
        # sudo: money binds whoever undoes the note
        items = self.sudo().line_ids
        money = items.matched_debit_ids.debit_move_id | items.matched_credit_ids.credit_move_id
        for entry in money.move_id if invoice else ():
            receipt = entry.origin_payment_id.convenience_receipt_ids
            if receipt.state == "posted":
                raise UserError(
                    self.env._(
                        "%(note)s was paid back on %(receipt)s and stays as it is. Cancel that "
                        "receipt first.",
                        note=self.display_name,
                        receipt=receipt.name,
                    )
                )

    def _refuse_undoing_credited(self):
        """An invoice that is credited, in part or whole, is not cancelled on top of that."""
        for invoice in self.filtered("convenience_statement_id"):
            notes = invoice.sudo().reversal_move_ids.filtered(lambda note: note.state == "posted")
            if invoice.state == "posted" and notes:
                raise UserError(
                    self.env._(
                        "%(invoice)s is credited by %(notes)s and stays as it is. Credit the rest "
                        "of it instead.",
                        invoice=invoice.display_name,
                        notes=", ".join(notes.mapped("name")),
                    )
                )

    def _reverse_moves(self, default_values_list=None, cancel=False):
        for note in self:
            if note._credited_invoice():
                raise UserError(
                    self.env._(
                        "%(note)s credits an invoice of a statement: reversing it would bill "
                        "outside of any statement. The next settlement bills what was credited.",
                        note=note.display_name,
                    )
                )
        if not cancel or not self.convenience_statement_id:
            return super()._reverse_moves(default_values_list, cancel)
        notes = self.browse()
        for move, values in zip(self, default_values_list or [{} for _move in self], strict=True):
            notes |= move._reverse_one(values)
        return notes

    def _reverse_one(self, values):
        """Reverse and post; what was paid of a bill stays with it, to be paid back as ever."""
        billed = bool(self.convenience_statement_id)
        note = super()._reverse_moves([values], cancel=not billed)
        if billed:
            note._post(soft=False)
        return note


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        if is_modify:
            self._refuse_modifying_statements()
            self.env["convenience.provider.bill"]._refuse_modifying(self.move_ids)
        return super().reverse_moves(is_modify)

    def _refuse_modifying_statements(self):
        for move in self.move_ids.filtered("convenience_statement_id"):
            raise UserError(
                self.env._(
                    "%(invoice)s bills statement %(statement)s: a corrected copy would bill "
                    "outside of it. Reverse it; its requests are then billed by the next "
                    "settlement.",
                    invoice=move.display_name,
                    statement=move.convenience_statement_id.sudo().name,
                )
            )
