from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Cancelling and crediting the invoices of statements: what is given back is billed anew."""

    _name = "account.move"
    _inherit = ["account.move"]

    def write(self, vals):
        if "reversed_entry_id" in vals:
            self._refuse_other_credited(vals["reversed_entry_id"])
        return super().write(vals)

    def _refuse_other_credited(self, invoice_id):
        """A posted credit note undoes what it was posted for, and takes nothing else on."""
        # sudo: what a credit note undoes does not depend on who asks
        posted = self.sudo().filtered(lambda move: move.state == "posted")
        for note in posted.filtered(lambda note: note.reversed_entry_id.id != invoice_id):
            invoices = note.reversed_entry_id | note.browse(invoice_id)
            if invoices.convenience_statement_id:
                raise UserError(
                    self.env._(
                        "%(note)s is posted: which bill it credits does not change any more.",
                        note=note.display_name,
                    )
                )

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
                    over=self._in_currency(-rest, invoice.company_currency_id),
                    invoice=invoice.display_name,
                )
            )

    def _refuse_reopening_credit(self):
        """A credit note that gave requests back stays: otherwise they would be billed twice."""
        for note in self.filtered(lambda move: move.state == "posted"):
            invoice = note._credited_invoice()
            if invoice.convenience_statement_id.state == "cancelled":
                raise UserError(
                    self.env._(
                        "%(note)s credited %(invoice)s in full and its requests were given back "
                        "for the next settlement, so the credit note stays.",
                        note=note.display_name,
                        invoice=invoice.display_name,
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
            return super()._reverse_moves(default_values_list, cancel)._copied_to_credit()
        notes = self.browse()
        for move, values in zip(self, default_values_list or [{} for _move in self], strict=True):
            notes |= move._reverse_one(values)
        return notes

    def _reverse_one(self, values):
        """Reverse and post; what was paid of a bill stays with it, to be paid back as ever."""
        billed = bool(self.convenience_statement_id)
        note = super()._reverse_moves([values], cancel=not billed)
        if billed:
            note._copied_to_credit()._post(soft=False)
        return note

    def _copied_to_credit(self):
        """Hook: bring draft credit notes, just copied from their bills, to what was billed."""
        return self


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        if is_modify:
            self._refuse_modifying_statements()
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
