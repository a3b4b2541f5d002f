from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .tax_invoice import LIVE


class ConvenienceTaxInvoiceLine(models.Model):
    """A statement that a tax invoice covers, with its amount less what is credited.

    The database refuses a second active line for a statement.
    """

    _name = "convenience.tax.invoice.line"
    _description = "Statement on a Tax Invoice"
    _inherit = ["convenience.guarded.mixin"]
    _order = "id"
    _check_company_auto = True

    tax_invoice_id = fields.Many2one(
        "convenience.tax.invoice", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="tax_invoice_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="tax_invoice_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, help="Whether the statement is covered.")
    statement_id = fields.Many2one(
        "convenience.statement",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('partner_id', '=', parent.partner_id), ('office_id', '=', parent.office_id), "
        "('state', '=', 'invoiced')]",
    )
    amount = fields.Monetary(readonly=True, help="Tax included, less what is credited.")
    amount_tax = fields.Monetary("Tax", readonly=True)

    _covered_once = models.UniqueIndex(
        "(statement_id) WHERE active", "This statement is already on another tax invoice."
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "tax_invoice_id", "statement_id", "active", "amount", "amount_tax",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "active": True}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_unless_applied()
        lines._check_statement()
        # sudo: what is billed and credited is for the ledger to say
        lines.sudo()._take_amounts()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_only_applied(self):
        self._refuse_unless_applied()

    def _refuse_unless_applied(self):
        for invoice in self.tax_invoice_id:
            if invoice.state != "applied":
                raise UserError(
                    self.env._(
                        "%(invoice)s is %(state)s: what it covers stays as it is.",
                        invoice=invoice.name,
                        state=invoice._state_label(invoice.state),
                    )
                )

    def _check_statement(self):
        """A tax invoice covers what its own payer was billed by its own office."""
        for line in self:
            invoice, statement = line.tax_invoice_id, line.statement_id
            statement.check_access("read")
            if statement.partner_id != invoice.partner_id or (
                statement.office_id != invoice.office_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(statement)s is not one of %(payer)s at %(office)s.",
                        statement=statement.name,
                        payer=invoice.partner_id.name,
                        office=invoice.office_id.name,
                    )
                )

    # ------------------------------------------------------------------ ledger

    def _credit_notes(self):
        """Return the posted credit notes of what is covered."""
        return self.statement_id.invoice_id.reversal_move_ids.filtered(
            lambda note: note.state == "posted"
        )

    def _take_amounts(self):
        """Take over what the posted invoices say less their credit notes, as plain values.

        :raise UserError: when there is nothing that a tax invoice could cover
        """
        values = {}
        for line in self:
            move = line.statement_id.invoice_id
            notes = line._credit_notes()
            left = move.amount_total - sum(notes.mapped("amount_total"))
            if (
                line.statement_id.state != "invoiced"
                or move.state != "posted"
                or line.currency_id.compare_amounts(left, 0) <= 0
            ):
                raise UserError(
                    self.env._(
                        "%(statement)s has no posted invoice with anything left that is not "
                        "credited: there is nothing to issue a tax invoice for.",
                        statement=line.statement_id.name,
                    )
                )
            tax = move.amount_tax - sum(notes.mapped("amount_tax"))
            values[line.id] = {"amount": left, "amount_tax": tax}
        return self._write_guarded_each(values)

    def _check_credited_in_full(self):
        """Accounting first: the credit notes stand before the tax invoice is red-lettered."""
        for line in self:
            move = line.statement_id.invoice_id
            credited = sum(line._credit_notes().mapped("amount_total"))
            if line.currency_id.compare_amounts(credited, move.amount_total) < 0:
                raise UserError(
                    self.env._(
                        "%(invoice)s is not credited in full. Post the credit note first, then "
                        "red-letter %(tax_invoice)s.",
                        invoice=move.name,
                        tax_invoice=line.tax_invoice_id.number,
                    )
                )

    @api.model
    def _refuse_undoing(self, moves):
        """What a live tax invoice covers is neither reset nor cancelled (see `account.move`)."""
        self.env["convenience.tax.invoice"]._refuse_undoing_red(moves)
        statements = moves.filtered(lambda move: move.state == "posted").convenience_statement_id
        if not statements:
            return
        # sudo: a tax invoice holds whoever looks
        for line in self.sudo().search(
            [("statement_id", "in", statements.ids), ("tax_invoice_id.state", "in", LIVE)], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(invoice)s is covered by tax invoice %(number)s and stays as it is. Issue a "
                    "credit note and red-letter the tax invoice.",
                    invoice=line.statement_id.invoice_id.name,
                    number=line.tax_invoice_id.number,
                )
            )
