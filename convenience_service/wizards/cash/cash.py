from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceCashWizard(models.AbstractModel):
    """What the screens of the till share: who pays what at which office, and where it goes."""

    _name = "convenience.cash.wizard"
    _inherit = ["convenience.money.mixin", "convenience.once.mixin"]
    _description = "Till"

    office_id = fields.Many2one("convenience.office", "Management Office")
    company_id = fields.Many2one(related="office_id.company_id")
    currency_id = fields.Many2one(related="office_id.company_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Payer")
    amount = fields.Monetary()
    memo = fields.Char("Reason")
    journal_id = fields.Many2one(
        "account.journal",
        "Paid Into",
        compute="_compute_journal_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('type', 'in', ('cash', 'bank', 'credit'))]",
        help="Cash, bank or other place where the money goes, or comes from.",
    )

    date = fields.Date(
        "Day of the Money",
        compute="_compute_date",
        store=True,
        precompute=True,
        readonly=False,
        help="On which it changed hands, or came to the bank.",
    )
    reference = fields.Char(
        "Transaction Number", help="Of the bank, or of the app that the payer paid with."
    )

    @api.depends("office_id")
    def _compute_date(self):
        """Most money is entered as it comes."""
        for wizard in self:
            wizard.date = wizard.office_id._today_or_none()

    def _prepare_money(self):
        """Return the values of a receipt that say when the money came, and by which transaction."""
        return {"date": self.date, "reference": (self.reference or "").strip()}

    @api.depends("office_id")
    def _compute_journal_id(self):
        """Most who come to the desk pay in cash."""
        for wizard in self:
            wizard.journal_id = self.env["account.journal"].search(
                [("company_id", "=", wizard.company_id.id), ("type", "=", "cash")], limit=1
            )

    def _check_resident(self):
        """Money is taken ahead of who is registered at the office only."""
        if self.office_id not in self._occupancies().office_id:
            raise UserError(
                self.env._(
                    "%(payer)s is not registered at %(office)s. Register the occupancy first.",
                    payer=self.partner_id.name,
                    office=self.office_id.name,
                )
            )

    def _occupancies(self):
        return self.env["convenience.occupancy"].search(
            [("partner_id", "in", self.partner_id.ids)], order="date_from desc"
        )

    def _give_receipt(self, kind, lines, direction="in"):
        """Give out a receipt for the money and book it at once.

        :param lines: list of values of receipt lines; their sum is the amount
        :return: the booked receipt
        """
        self.env["convenience.receipt"]._check_till(self.office_id, self.journal_id)
        receipt = self.env["convenience.receipt"]._issue(
            [
                {
                    "office_id": self.office_id.id,
                    "partner_id": self.partner_id.id,
                    "kind": kind,
                    "direction": direction,
                    "amount": self.currency_id.round(sum(line["amount"] for line in lines)),
                    "journal_id": self.journal_id.id,
                    "memo": self.memo,
                    **self._prepare_money(),
                    "line_ids": lines,
                }
            ]
        )
        receipt._move_to("posted")
        return receipt

    @api.model
    def _print(self, records):
        """Print and close the screen of the till."""
        return {**records.action_print(), "close_on_report_download": True}
