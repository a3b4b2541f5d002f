from odoo import api, fields, models

from .deposit import AMOUNTS


class ConvenienceDepositMovement(models.Model):
    """What became of a deposit, step by step; nothing is ever changed or deleted here.

    A negative amount takes an earlier step back: a receipt was cancelled, a bill credited.
    """

    _name = "convenience.deposit.movement"
    _description = "Movement of a Deposit"
    _inherit = ["convenience.money.movement.mixin"]
    _order = "date desc, id desc"
    _rec_name = "deposit_id"

    deposit_id = fields.Many2one(
        "convenience.deposit", required=True, index=True, readonly=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="deposit_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="deposit_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("received", "Received"),
            ("applied", "Applied"),
            ("refunded", "Given Back"),
            ("kept", "Kept"),
            ("cancelled", "No Longer Asked For"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Date(help="Local day, the same as that of the journal entry.")

    _reason_given = models.Constraint(
        "CHECK(kind = 'received' OR reason <> '')", "Say why the deposit is used."
    )
    _by_day_idx = models.Index("(company_id, date)")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"deposit_id"}

    @api.model
    def _not_by_hand(self):
        return self.env._("Movements of deposits come from the buttons of the form.")

    def _stays_on_file(self):
        return self.env._(
            "The movements of %(deposit)s stay on file.", deposit=self.deposit_id.name
        )

    def _add_up(self):
        """Bring the amounts and states of the deposits up to date with these new movements."""
        values = {}
        for movement in self:
            deposit = movement.deposit_id
            own = values.setdefault(deposit.id, {})
            name = AMOUNTS[movement.kind]
            own[name] = deposit.currency_id.round(own.get(name, deposit[name]) + movement.amount)
            if movement.kind == "received" and not own[name]:
                # its receipts are cancelled: nothing was held since then
                own["date_received"] = False
            elif movement.kind == "received" and not own.get(
                "date_received", deposit.date_received
            ):
                own["date_received"] = movement.date
        self.deposit_id._write_guarded_each(values)
        self.deposit_id._follow_amounts()

    # ------------------------------------------------------------------ booking

    def _book(self, purpose, invoice, open_lines=None):
        """Book these movements between the account of deposits and the payer's receivables.

        :param str purpose: `deposit_applied` or `deposit_kept`
        :param invoice: what is paid; a negative movement takes the payment back
        :param open_lines: journal items of the payer to reconcile with; what the invoice has open
        :return: the entries
        """
        open_lines = invoice._convenience_receivables() if open_lines is None else open_lines
        entries = self.env["account.move"]._book_convenience_transfers(
            [movement._prepare_transfer(purpose, invoice, open_lines) for movement in self]
        )
        self._write_guarded_each(
            {
                movement.id: {"entry_id": entry.id, "date": entry.date}
                for movement, entry in zip(self, entries, strict=True)
            }
        )
        return entries

    def _prepare_transfer(self, purpose, invoice, open_lines):
        deposit = self.deposit_id
        terms = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        return {
            "office": deposit.office_id,
            "partner": deposit.partner_id,
            "purpose": purpose,
            "fund": deposit.company_id._convenience_fund_account("deposit"),
            "account": (open_lines or terms).account_id[:1],
            "amount": self.amount,
            "ref": f"{deposit.name} {invoice.name}",
            "date": self.date,
            "fund_lines": deposit._fund_lines() if self.amount > 0 else None,
            "open_lines": open_lines,
        }

    def _prepare_claim(self):
        """Return the statement line that bills what is kept, with the taxes of the item."""
        deposit = self.deposit_id
        item = deposit.product_id
        return {
            "deposit_movement_id": self.id,
            "request_name": deposit.name,
            "date": self.date,
            "unit_id": deposit.unit_id.id,
            "unit_name": deposit.unit_id.name,
            "product_id": item.id,
            "name": self.env._(
                "Deposit %(deposit)s kept: %(item)s",
                deposit=deposit.name,
                item=item.with_context(lang=deposit.partner_id.lang).name,
            ),
            "quantity": 1.0,
            "uom_id": item.uom_id.id,
            "price_unit": self.amount,
            "tax_ids": [(6, 0, self._taxes().ids)],
            "amount": self.amount,
        }

    def _taxes(self):
        """The item's own taxes; of a free item, the company's usual one, included in the price."""
        company = self.company_id
        taxes = self.env["account.tax"]
        # sudo: taxes are the company's, whoever decides
        own = self.deposit_id.product_id.sudo().taxes_id.filtered_domain(
            taxes._check_company_domain(company)
        )
        if not own and company.sudo().account_sale_tax_id.amount_type == "percent":
            own = taxes._convenience_included_tax(
                company, company.sudo().account_sale_tax_id.amount
            )
        own._check_convenience_included(self.deposit_id.product_id.display_name)
        return own
