from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from .tax_invoice import LIVE

_lt = LazyTranslate(__name__)


class ConvenienceTaxInvoice(models.Model):
    """What is credited of an issued tax invoice, red-lettered in parts or whole, and stands.

    Accounting first: only what posted credit notes say is red-lettered.
    """

    _inherit = "convenience.tax.invoice"

    red_letter_ids = fields.One2many(
        "convenience.tax.red.letter", "tax_invoice_id", "Red Letters for Parts", readonly=True
    )
    red_amount = fields.Monetary(
        "Amount of the Red Letter",
        copy=False,
        help="Tax included. Empty: all that is credited and not red-lettered yet.",
    )
    amount_credited = fields.Monetary(
        "Credited Since", compute="_compute_red", compute_sudo=True, help="After it was issued."
    )
    amount_red = fields.Monetary("Amount Red-Lettered", compute="_compute_red", compute_sudo=True)
    amount_to_red = fields.Monetary(
        "Amount to Red-Letter", compute="_compute_red", compute_sudo=True
    )
    amount_standing = fields.Monetary(
        "Amount That Stands",
        compute="_compute_red",
        compute_sudo=True,
        help="What was issued less what is red-lettered.",
    )
    is_credited = fields.Boolean(
        "To Red-Letter",
        compute="_compute_red",
        compute_sudo=True,
        search="_search_is_credited",
    )

    @api.depends(
        "state",
        "amount_total",
        "red_letter_ids.amount",
        "line_ids.statement_id.invoice_id.reversal_move_ids.state",
        "line_ids.statement_id.invoice_id.reversal_move_ids.amount_total",
    )
    def _compute_red(self):
        for invoice in self:
            live, whole = invoice.state in LIVE, invoice.state == "red"
            issued = invoice.amount_total if live or whole else 0.0
            parts = sum(invoice.red_letter_ids.mapped("amount"))
            invoice.amount_credited = issued if whole else invoice._credited_since()[0]
            invoice.amount_red = issued if whole else parts
            # to the fen: the screen compares them
            rounded = invoice.currency_id.round
            invoice.amount_to_red = rounded(invoice.amount_credited - invoice.amount_red)
            invoice.amount_standing = rounded(issued - invoice.amount_red)
            invoice.is_credited = live and invoice.amount_to_red > 0

    def _credited_since(self):
        """Return the amount and the tax in it that were credited since the issue."""
        lines = self.line_ids if self.state in LIVE else self.line_ids.browse()
        moves, notes = lines.statement_id.invoice_id, lines._credit_notes()
        return tuple(
            sum(lines.mapped(issued)) - sum(moves.mapped(billed)) + sum(notes.mapped(billed))
            for issued, billed in (("amount", "amount_total"), ("amount_tax", "amount_tax"))
        )

    @api.model
    def _search_is_credited(self, operator, value):
        if operator != "in":
            return NotImplemented
        notes = Domain("move_type", "=", "out_refund") & Domain("state", "=", "posted")
        # sudo: what is credited is for the ledger to say; rules apply to what is found
        credited = self.sudo().search(
            Domain("state", "in", LIVE)
            & Domain("line_ids.statement_id.invoice_id.reversal_move_ids", "any", notes)
        )
        return [("id", "in", credited.filtered("is_credited").ids)]

    # ------------------------------------------------------------------ numbers

    @api.constrains("red_number")
    def _check_red_number(self):
        for invoice in self.filtered("red_number"):
            invoice._check_red_numbers([invoice.red_number])

    def _check_red_numbers(self, numbers):
        """Refuse numbers of red letters that another one has, for a part or whole."""
        # sudo: as above
        letters = self.env["convenience.tax.red.letter"].sudo()
        company = Domain("company_id", "in", self.sudo().company_id.ids)
        for letter in letters.search(company & Domain("number", "in", numbers)):
            if self.filtered(lambda invoice, letter=letter: invoice.red_number == letter.number):
                letter._raise_number_taken(letter.number, letter.tax_invoice_id)
        for invoice in self.sudo().search(company & Domain("red_number", "in", numbers)) - self:
            letters._raise_number_taken(invoice.red_number, invoice)

    # ------------------------------------------------------------------ a part

    @asks_reason(_lt("Red-Letter a Part"))
    def action_red_letter_part(self, reason=None):
        """Record the red-letter tax invoice for a part of what was issued; the rest stands.

        :param str reason: why, kept with the red letter
        :raise AccessError: when the user is no cashier, or the tax invoice is not issued
        :raise UserError: when number or credit note are missing, or nothing would stand
        """
        self.check_access("write")
        self._refuse_out_of_turn({"red_number"})
        for invoice in self:
            invoice._red_letter_part(reason)
        return True

    def _red_letter_part(self, reason):
        values = self._prepare_red_letter(reason)
        # entered for this letter; also so that two at the same moment do not pass
        self.write({"red_number": False, "date_red": False, "red_amount": 0.0})
        # sudo: checked by the caller; rows are made here only
        self.env["convenience.tax.red.letter"].sudo()._create_guarded([values])

    def _prepare_red_letter(self, reason):
        if not self.red_number:
            raise UserError(
                self.env._(
                    "%(invoice)s: enter %(fields)s first.",
                    invoice=self.name,
                    fields=self._fields["red_number"]._description_string(self.env),
                )
            )
        amount = self.red_amount or self.amount_to_red
        self._check_part(amount)
        return {
            "tax_invoice_id": self.id,
            "number": self.red_number,
            "date": self.date_red or self.office_id._today(),
            "amount": amount,
            "amount_tax": self._tax_of_part(amount),
            "reason": reason,
            "credit_note_names": self._credit_note_names(),
        }

    def _check_part(self, amount):
        compare = self.currency_id.compare_amounts
        amounts = {
            "invoice": self.number,
            "amount": self._in_currency(amount),
            "credited": self._in_currency(self.amount_to_red),
        }
        if self.amount_to_red <= 0 or amount <= 0 or compare(amount, self.amount_to_red) > 0:
            raise UserError(
                self.env._(
                    "Of tax invoice %(invoice)s %(credited)s is credited and not red-lettered yet: "
                    "a red letter for %(amount)s does not fit. Post the credit note first.",
                    **amounts,
                )
            )
        if compare(amount, self.amount_standing) >= 0:
            raise UserError(
                self.env._(
                    "A red letter for %(amount)s leaves nothing of tax invoice %(invoice)s: "
                    "red-letter the whole of it.",
                    **amounts,
                )
            )

    def _tax_of_part(self, amount):
        """Return the tax in a part: of all that is to red-letter the rest, else its share."""
        # sudo: what is credited is for the ledger to say
        credited = self.sudo()._credited_since()[1]
        tax = credited - sum(self.red_letter_ids.mapped("amount_tax"))
        return self.currency_id.round(tax * amount / self.amount_to_red)

    def _credit_note_names(self):
        # sudo: names of the credit notes, to who may see the tax invoice
        return ", ".join(self.sudo().line_ids._credit_notes().mapped("name"))

    # ------------------------------------------------------------------ ledger

    @api.model
    def _refuse_undoing_red(self, moves):
        """A credit note stays as far as a live tax invoice was issued or red-lettered for less
        (see `account.move`).
        """
        notes = moves.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_refund"
        )
        # sudo: a tax invoice holds whoever looks
        statements = notes.sudo().reversed_entry_id.convenience_statement_id
        if not statements:
            return
        covered = Domain("line_ids.statement_id", "in", statements.ids)
        for invoice in self.sudo().search(covered & Domain("state", "in", LIVE)):
            undone = invoice.line_ids._credit_notes() & notes
            left = invoice.amount_to_red - sum(undone.mapped("amount_total"))
            if invoice.currency_id.compare_amounts(left, 0) < 0:
                raise UserError(
                    self.env._(
                        "%(notes)s is taken off tax invoice %(invoice)s already, at its issue or "
                        "by a red letter, and stays. Bill what is to be paid anew instead.",
                        notes=", ".join(undone.mapped("name")),
                        invoice=invoice.number,
                    )
                )
