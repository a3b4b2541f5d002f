import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CASHIER, CLERK
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)

DESK = (CLERK, CASHIER)
LIVE = ("issued", "collected")
NUMBER = re.compile(r"[0-9]{8}|[0-9]{20}")
# What the payer gives once: field here → where the partner's file keeps it for the next time.
BUYER = {
    "title": "convenience_invoice_title",
    "tax_number": "convenience_tax_number",
    "address_phone": "convenience_address_phone",
    "bank_account": "convenience_bank_account",
    "email": "convenience_invoice_email",
}
APPLICATION = frozenset({"partner_id", "kind", "line_ids", "note", *BUYER})
# What is entered: in which states, and by whom.
ENTRIES = {
    **dict.fromkeys(APPLICATION, (("applied",), DESK)),
    **dict.fromkeys(("number", "date_issued"), (("applied",), (CASHIER,))),
    **dict.fromkeys(("collected_by", "date_collected"), (("issued",), DESK)),
    **dict.fromkeys(("red_number", "date_red", "red_amount"), (LIVE, (CASHIER,))),
}


class ConvenienceTaxInvoice(models.Model):
    """A tax invoice (发票) for what a payer was billed: applied for, issued, collected, red.

    The tax authority's system issues it; here stands what it covers and what became of it. A
    statement is covered by one live tax invoice at most, for what it says less what is credited.
    """

    _name = "convenience.tax.invoice"
    _description = "Tax Invoice"
    _inherit = ["convenience.workflow.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Application", readonly=True, copy=False, index="trigram")
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    note = fields.Text("Remarks")
    line_ids = fields.One2many(
        "convenience.tax.invoice.line",
        "tax_invoice_id",
        "Statements Covered",
        context={"active_test": False},
        copy=False,
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amounts", store=True)
    amount_tax = fields.Monetary("Tax Amount", compute="_compute_amounts", store=True)
    number = fields.Char(
        "Tax Invoice Number", copy=False, index="btree_not_null", help="8 or 20 digits."
    )
    date_issued = fields.Date("Issued On", copy=False, help="Local day at the office.")
    collected_by = fields.Char(copy=False, help="Who took it along, or the address it went to.")
    date_collected = fields.Date("Collected On", copy=False, help="Local day at the office.")
    red_number = fields.Char("Red-Letter Number", copy=False)
    date_red = fields.Date("Red-Lettered On", copy=False, help="Local day at the office.")
    red_reason = fields.Char("Reason of the Red Letter", readonly=True, copy=False)
    credit_note_names = fields.Char("Credit Notes", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("applied", "Applied For"),
            ("issued", "Issued"),
            ("collected", "Collected"),
            ("red", "Red-Lettered"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="applied",
        index=True,
        copy=False,
    )
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    issued_at = fields.Datetime("Issue Recorded", readonly=True, copy=False)
    handed_over_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    handed_over_at = fields.Datetime("Hand-over Recorded", readonly=True, copy=False)
    red_by_id = fields.Many2one("res.users", "Red-Lettered By", readonly=True, copy=False)
    red_at = fields.Datetime("Red Letter Recorded", readonly=True, copy=False)

    _number_once = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL AND state != 'cancelled'",
        "There is already a tax invoice of this number.",
    )
    _red_number_once = models.UniqueIndex(
        "(company_id, red_number) WHERE red_number IS NOT NULL",
        "There is already a red-letter tax invoice of this number.",
    )

    # ------------------------------------------------------------------ compute

    @api.depends("line_ids.amount", "line_ids.amount_tax")
    def _compute_amounts(self):
        for invoice in self:
            invoice.amount_total = sum(invoice.line_ids.mapped("amount"))
            invoice.amount_tax = sum(invoice.line_ids.mapped("amount_tax"))

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "office_id", "red_reason", "credit_note_names"}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {*LIVE, "red"}

    @api.model_create_multi
    def create(self, vals_list):
        """Apply: only what an application says is taken, the rest follows from the moves."""
        kept = APPLICATION | {"office_id"}
        values = [
            {**self.default_get(["office_id"]), **{key: vals[key] for key in kept & vals.keys()}}
            for vals in vals_list
        ]
        # sudo: the number is drawn for whoever applies
        sequence = self.env["ir.sequence"].sudo()
        for vals in values:
            office = self.env["convenience.office"].browse(vals.get("office_id"))
            vals["name"] = sequence.with_company(office.sudo().company_id).next_by_code(self._name)
            payer = self.env["res.partner"].browse(vals.get("partner_id"))
            vals.update({**self._known_buyer(payer), **self._clean_buyer(vals)} if payer else {})
        invoices = super().create(values)
        invoices._remember_buyers()
        return invoices

    def write(self, vals):
        if ENTRIES.keys() & vals.keys():
            self.check_access("write")  # the refusal names the record: not to strangers
            self._refuse_out_of_turn(ENTRIES.keys() & vals.keys())
        result = super().write({**vals, **self._clean_buyer(vals)})
        if BUYER.keys() & vals.keys():
            self._remember_buyers()
        return result

    def _refuse_out_of_turn(self, names):
        for name in sorted(names):
            states, roles = ENTRIES[name]
            may = self.env.user._has_convenience_role(*roles)
            for invoice in self:
                if invoice.state not in states or not may:
                    raise AccessError(
                        self.env._(
                            "%(invoice)s is %(state)s: %(field)s is entered by %(groups)s while it "
                            "is %(states)s.",
                            invoice=invoice.name,
                            state=invoice._state_label(invoice.state),
                            field=self._fields[name]._description_string(self.env),
                            groups=" / ".join(self.env.user._convenience_role_names(*roles)),
                            states=" / ".join(map(self._state_label, states)),
                        )
                    )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("applied", "issued", (CASHIER,)),
            Move("applied", "cancelled", DESK),
            Move("issued", "collected", DESK),
            Move("issued", "red", (CASHIER,)),
            Move("collected", "red", (CASHIER,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "issued": ("issued_by_id", "issued_at"),
            "collected": ("handed_over_by_id", "handed_over_at"),
            "red": ("red_by_id", "red_at"),
        }

    def _check_move(self, move):
        result = super()._check_move(move)
        required = {
            "issued": ("number", "date_issued"),
            "collected": ("collected_by", "date_collected"),
            "red": ("red_number", "date_red"),
        }.get(move.target, ())
        for invoice in self:
            if not all(invoice[name] for name in required):
                labels = [self._fields[name]._description_string(self.env) for name in required]
                raise UserError(
                    self.env._(
                        "%(invoice)s: enter %(fields)s first.",
                        invoice=invoice.name,
                        fields=", ".join(labels),
                    )
                )
        if move.target == "red":
            # sudo: what is credited is for the ledger to say
            self.sudo().line_ids._check_credited_in_full()
        return result

    def _before_move(self, move):
        if move.target == "issued":
            # sudo: what is billed and credited is for the ledger to say
            self.sudo().line_ids._take_amounts()
        return super()._before_move(move)

    def _prepare_record_values(self, move, values):
        values = super()._prepare_record_values(move, values)
        if move.target != "red":
            return values
        return {
            invoice.id: {
                **values.get(invoice.id, {}),
                "credit_note_names": invoice._credit_note_names(),
                "red_amount": invoice.amount_standing,
            }
            for invoice in self.sudo()
        }

    def _after_move(self, move):
        if move.target in ("cancelled", "red"):
            # sudo: the statements are free for another application
            self.sudo().line_ids._write_guarded({"active": False})
            self.sudo().line_ids.flush_recordset(["active"])
        elif move.target == "issued":
            self.sudo()._number_accounting()
        return super()._after_move(move)

    # ------------------------------------------------------------------ actions

    def action_issue(self):
        """The tax invoice is issued: the cashier has entered its number and day."""
        for invoice in self.filtered(lambda invoice: not invoice.date_issued):
            invoice.date_issued = invoice.office_id._today()
        return self._move_to("issued")

    def action_collect(self):
        """Somebody took the tax invoice along, or it was sent (领取)."""
        for invoice in self.filtered(lambda invoice: not invoice.date_collected):
            invoice.date_collected = invoice.office_id._today()
        return self._move_to("collected")

    @asks_reason(_lt("Cancel the Application"))
    def action_cancel(self, reason=None):
        """Give up an application that is not issued.

        :param str reason: why, kept in the history
        """
        return self._move_to("cancelled", reason=reason)

    @asks_reason(_lt("Red-Letter"))
    def action_red_letter(self, reason=None):
        """Record the red-letter tax invoice (红字), once credit notes undo all that it covers.

        :param str reason: why, kept on the tax invoice
        :raise UserError: when the invoices are not credited in full
        """
        for invoice in self.filtered(lambda invoice: not invoice.date_red):
            invoice.date_red = invoice.office_id._today()
        values = {invoice.id: {"red_reason": reason} for invoice in self}
        return self._move_to("red", values=values, reason=reason)
