import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..guard.roles import CASHIER

LIQUIDITY_TYPES = ("cash", "bank", "credit")


class ConvenienceReceipt(models.Model):
    """Giving out receipts: who may take or pay out money, and what an amount of money is."""

    _name = "convenience.receipt"
    _inherit = ["convenience.receipt"]

    @api.model
    def _issue(self, vals_list):
        """Give out receipts for money that the user takes or pays out now.

        :param vals_list: dicts of `office_id`, `partner_id`, `kind`, `amount`, and perhaps
            `direction`, `journal_id`, `memo`, `date`, `reference`, `line_ids` (list of dicts, see
            the kinds)
        :return: the receipts, collected
        :raise AccessError: when the user is neither cashier nor, for money received, named
            collector of the office
        :raise UserError: when an amount is no amount of money
        """
        offices = self.env["convenience.office"].browse({vals["office_id"] for vals in vals_list})
        for office in offices:
            received = all(
                vals.get("direction", "in") == "in"
                for vals in vals_list
                if vals["office_id"] == office.id
            )
            self._check_may_take(office, received)
        for office in offices:
            self._check_days(office, [vals for vals in vals_list if vals["office_id"] == office.id])
        # sudo: who takes the money is checked, the paper is made for them
        receipts = self.sudo()._create_guarded([self._prepare_issue(vals) for vals in vals_list])
        receipts._check_not_own_work()
        receipts._give_numbers()
        return receipts.sudo(False)

    @api.model
    def _check_days(self, office, vals_list):
        """Hook: raise when money cannot have come on the day that is said. It only reads.

        :param vals_list: of receipts of one office, see `_issue`
        """
        today = office._today()
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("date"))
            if day and day > today:
                raise UserError(
                    self.env._(
                        "%(office)s takes no money on %(day)s, which is still to come. Enter the "
                        "day on which it came.",
                        office=office.sudo().name,
                        day=format_date(self.env, day),
                    )
                )

    @api.model
    def _prepare_issue(self, vals):
        office = self.env["convenience.office"].browse(vals["office_id"]).sudo()
        lines = vals.get("line_ids", ())
        return {
            **vals,
            "amount": self._clean_amount(vals["amount"], office.currency_id),
            "date": vals.get("date") or office._today(),
            "taken_by_id": self.env.uid,
            "taken_on": fields.Datetime.now(),
            "line_ids": [fields.Command.create(line) for line in lines],
        }

    @api.model
    def _check_may_take(self, office, received=True):
        """Take money: the cashier anywhere in the company, a collector what is paid to the office.

        :raise AccessError: for everybody else
        """
        user = self.env.user
        if user._has_convenience_role(CASHIER):
            office.check_access("read")
            return
        # sudo: who collects is no secret to the rule
        if not received or user not in office.sudo().collector_ids:
            raise AccessError(
                self.env._(
                    "%(user)s takes no money at %(office)s. Send the customer to the cashier.",
                    user=user.name,
                    office=office.sudo().name,
                )
            )

    def _check_not_own_work(self):
        """Nobody takes money for their own work."""
        user = self.env.user
        for receipt in self.filtered(lambda receipt: receipt.direction == "in"):
            lines = receipt.line_ids
            for request in lines.request_id | lines.statement_id.line_ids.request_id:
                if user in request.worker_ids.user_id | request.started_by_id | request.done_by_id:
                    raise AccessError(
                        self.env._(
                            "You worked on %(request)s yourself: somebody else has to take the "
                            "money for it.",
                            request=request.name,
                        )
                    )

    @api.model
    def _clean_amount(self, amount, currency):
        """Return the amount rounded to the currency.

        :raise UserError: when it is no amount of money
        """
        try:
            amount = float(amount)
        except (TypeError, ValueError, OverflowError):
            amount = math.nan
        if not math.isfinite(amount) or currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Enter an amount of more than nothing."))
        if currency.compare_amounts(amount, round(amount, currency.decimal_places)):
            raise UserError(self.env._("%(amount)s is no amount of money.", amount=str(amount)))
        return currency.round(amount)

    @api.model
    def _check_till(self, office, journal):
        """Refuse a journal that holds no money, or not the money of the office's company."""
        # sudo: where money lies binds whoever takes it
        office, journal = office.sudo(), journal.sudo()
        if journal.company_id != office.company_id or journal.type not in LIQUIDITY_TYPES:
            raise UserError(
                self.env._(
                    "Choose where the money of %(office)s goes: cash, bank or another journal for "
                    "money.",
                    office=office.name,
                )
            )
