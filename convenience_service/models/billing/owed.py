from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    """What is open at offices: the one answer that all papers give."""

    _name = "account.move.line"
    _inherit = ["account.move.line"]

    @api.model
    def _convenience_open_domain(self, offices, payers=None):
        """Return the domain of the open items of receivables that count at the offices.

        :param payers: nobody means everybody
        """
        domain = Domain("convenience_office_id", "in", offices.ids)
        if payers is not None:
            domain &= Domain("convenience_payer_id", "in", payers.ids)
        posted = Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        return domain & posted & Domain("amount_residual", "!=", 0)

    @api.model
    def _convenience_credits_domain(self, offices, payers=None):
        """Return the domain of what is open there and is no bill: credit notes, money left over,
        and what was paid back of that.
        """
        return self._convenience_open_domain(offices, payers) & Domain(
            "move_id.convenience_statement_id", "=", False
        )

    @api.model
    def _convenience_unassigned_domain(self, companies, payers):
        """Return the domain of payers' money that no office has, and may be anything."""
        receivable = Domain("account_id.account_type", "=", "asset_receivable")
        posted = Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        return (
            Domain("partner_id", "in", payers.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("convenience_office_id", "=", False)
            & Domain("amount_residual", "<", 0)
            & posted
            & receivable
        )


class ConvenienceStatement(models.Model):
    """What a payer still owes an office: open bills, less what is over in the payer's favour."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    @api.model
    def _office_credits(self, offices, payers=None):
        """Return {(office, payer): what is over in the payer's favour}, company currency.

        Below zero where more was paid back than was over. The caller has checked that the user
        may know.

        :param payers: nobody means everybody
        """
        items = self.env["account.move.line"].sudo()  # sudo: sums for papers, not the ledger
        groups = items._read_group(
            items._convenience_credits_domain(offices, payers),
            ["convenience_office_id", "convenience_payer_id"],
            ["amount_residual:sum"],
        )
        return {
            (office.id, payer.id): office.currency_id.round(-residual)
            for office, payer, residual in groups
        }

    @api.model
    def _unassigned_credits(self, company, payers):
        """Return {payer: money of theirs that counts at no office}: shown, never subtracted."""
        items = self.env["account.move.line"].sudo()  # sudo: sums for the till, not the ledger
        groups = items._read_group(
            items._convenience_unassigned_domain(company, payers),
            ["partner_id"],
            ["amount_residual:sum"],
        )
        return {payer.id: company.currency_id.round(-residual) for payer, residual in groups}

    def _amounts_open(self):
        """Hook: {statement: what is still to pay of it}, whatever is over besides."""
        return {statement: statement.amount_residual for statement in self}

    def _less_credits(self, amounts=None):
        """Return {statement: what is left to pay of it}, once what is over at its office is set
        against the payer's bills, the oldest of these first.

        :param amounts: {statement: what is open of it}; see `_amounts_open`
        """
        credits = self._office_credits(self.office_id, self.partner_id) if self else {}
        left = dict(amounts or self._amounts_open())
        for statement in self.sorted(lambda bill: (bill.date_to, bill.id)):
            key = (statement.office_id.id, statement.partner_id.id)
            used = max(min(credits.get(key, 0.0), left[statement]), 0.0)
            if used:
                credits[key] -= used
                left[statement] = statement.currency_id.round(left[statement] - used)
        return left

    def _sum_to_pay(self, credits=None):
        """Return (what is open of these bills of one payer, what is over and used first, what is
        to pay then): what the till offers and the papers say.

        :param credits: {(office, payer): what is over there}, where it is known already
        """
        office, payer = self.office_id[:1], self.partner_id[:1]
        opened = sum(self._amounts_open().values())
        if credits is None:
            credits = self._office_credits(office, payer)
        over = max(credits.get((office.id, payer.id), 0.0), 0.0)
        return opened, over, max(opened - over, 0.0)

    def _with_earlier(self):
        """Return {statement: it and the earlier ones of its payer and office that are open}."""
        # sudo: a sum for the paper, not the ledger
        payers = Domain("partner_id", "in", self.partner_id.ids)
        offices = Domain("office_id", "in", self.office_id.ids)
        opened = self.sudo().search(payers & offices & self._open_domain())
        by_payer = opened.grouped(lambda bill: (bill.office_id, bill.partner_id))
        none = opened.browse()
        return {
            statement: by_payer.get((statement.office_id, statement.partner_id), none).filtered(
                lambda bill, day=statement.date_to: bill.date_to <= day
            )
            for statement in self.sudo()
        }

    def _opening_parts(self):
        """Return {statement id: [[number, first day, last day, amount]…]}: what is still owed of
        earlier statements of the office, less what is over in the payer's favour, which has
        neither number nor days.
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
        credits = self._office_credits(self.office_id, self.partner_id)
        parts = {}
        for statement in self.sudo().sorted(lambda bill: (bill.date_to, bill.id)):
            office, payer = statement.office_id, statement.partner_id
            bills = by_payer.get((office, payer), earlier.browse())
            parts[statement.id] = bills._parts_until(statement.date_to)
            # of bills that are accepted together the first takes what is over
            over = credits.pop((office.id, payer.id), 0.0)
            if over:
                parts[statement.id].append(["", False, False, -over])
        return parts

    def _parts_until(self, day):
        """Return [number, first day, last day, amount] of what is open up to a day."""
        return [
            [bill.name, *map(fields.Date.to_string, (bill.date_from, bill.date_to)), amount]
            for bill in self.sorted(lambda bill: (bill.date_to, bill.id))
            if bill.date_to <= day and (amount := bill.amount_residual)
        ]

    @api.model
    def _open_domain(self):
        """Return the domain of statements of which something is still to pay.

        Of an invoice its residual counts, so a credit note counts too. For superusers: the
        desk may not look at invoices.
        """
        waiting = Domain("state", "=", "confirmed") & Domain("amount_total", ">", 0)
        booked = Domain("invoice_id.state", "=", "posted")
        invoiced = Domain("state", "=", "invoiced") & booked
        return waiting | invoiced & Domain("invoice_id.amount_residual", ">", 0)


class ResPartner(models.Model):
    """What payers owe at offices: the one sum behind service file, portal and papers."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    def _convenience_owed(self, offices):
        """Return {(office id, payer id): what is owed}, company currency; below zero what is over.

        Open bills, accepted ones that wait for their invoice among them, less credit notes,
        money paid too much and money entered without a bill. The caller has checked that the
        user may know.
        """
        # sudo: sums, not the ledger
        statements = self.env["convenience.statement"].sudo()
        payers = Domain("partner_id", "in", self.ids) & Domain("office_id", "in", offices.ids)
        owed = defaultdict(float)
        for statement in statements.search(payers & statements._open_domain()):
            key = (statement.office_id.id, statement.partner_id.id)
            owed[key] += statement.amount_residual
        for key, over in statements._office_credits(offices, self).items():
            owed[key] -= over
        return {
            (office_id, payer_id): offices.browse(office_id).currency_id.round(amount)
            for (office_id, payer_id), amount in owed.items()
        }

    def _convenience_portal_balances(self):
        """Return what the partner's own page says of each office: dicts of `office`, `owed`,
        `over` and `currency`.
        """
        # sudo: the partner's own sums, and names of offices
        offices = self.env["convenience.office"].sudo().search([])
        balances = self._convenience_owed(offices)
        return [
            {
                "office": office.name,
                "owed": max(balances[office.id, self.id], 0.0),
                "over": max(-balances[office.id, self.id], 0.0),
                "currency": office.currency_id,
            }
            for office in offices
            if balances.get((office.id, self.id))
        ]
