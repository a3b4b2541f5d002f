from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """What a resident was billed and owes, on the service file."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_statement_ids = fields.One2many(
        "convenience.statement",
        "partner_id",
        "Statements",
        groups=DESK_GROUPS,
    )
    convenience_statement_count = fields.Integer(compute="_compute_convenience_statement_count")
    convenience_balance = fields.Monetary(
        "Convenience Services Owed",
        compute="_compute_convenience_balance",
        help="Still to pay at the offices the user may see, in the company's currency; below "
        "nothing: over in the payer's favour.",
    )
    convenience_is_blocked = fields.Boolean(
        "Blocked for Debt",
        compute="_compute_convenience_is_blocked",
        search="_search_convenience_is_blocked",
        groups=DESK_GROUPS,
        help="Orders nothing paid at one of the user's offices until the director's release.",
    )

    def _compute_convenience_statement_count(self):
        counts = self._count_convenience("convenience.statement", "partner_id")
        for partner in self:
            partner.convenience_statement_count = counts.get(partner.id, 0)

    def _compute_convenience_balance(self):
        sums = defaultdict(float)
        if self.env["convenience.statement"].has_access("read"):
            # sums are for who may see the office
            offices = self.env["convenience.office"].search([])
            for (_office, payer_id), owed in self._origin._convenience_owed(offices).items():
                sums[payer_id] += owed
        for partner in self:
            partner.convenience_balance = sums[partner._origin.id]

    @api.model
    def _convenience_blocked_ids(self, payers=None):
        """Return the ids of the payers who are blocked at an office the user may see."""
        offices = self.env["convenience.office"].search([])
        blocked = self.env["convenience.release"]._blocked(offices, payers)
        return {payer_id for _office_id, payer_id in blocked}

    def _compute_convenience_is_blocked(self):
        blocked = self._convenience_blocked_ids(self._origin)
        for partner in self:
            partner.convenience_is_blocked = partner._origin.id in blocked

    @api.model
    def _search_convenience_is_blocked(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", list(self._convenience_blocked_ids()))

    # ------------------------------------------------------------------ forgotten, joined

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        bills = self.env["convenience.statement"]
        waiting = bills._open_domain() | Domain("state", "=", "draft")
        text = self.env._("bills are open")
        self._hold_back(held, text, bills._name, "partner_id", waiting)
        text = self.env._("work is not billed yet")
        to_bill = [("billing_state", "=", "to_bill")]
        self._hold_back(held, text, "convenience.request", "payer_id", to_bill)
        return held

    def _merge_moves(self):
        statements = self.convenience_statement_ids
        billed = self.env._(
            "Statements: %(count)s, to pay %(amount)s",
            count=len(statements),
            amount=statements._in_currency(sum(statements.mapped("amount_residual"))),
        )
        entries = self._merge_entries()
        booked = self.env._("Posted entries: %(count)s", count=entries)
        return [
            *super()._merge_moves(),
            *self._moving(billed, statements, is_money=True),
            *self._moving(booked, entries, is_money=True),
        ]

    def _merge_entries(self):
        """Return how many posted entries name residents among these contacts, or who was billed;
        those of others are the ERP's alone.
        """
        ours = self.filtered(lambda one: one.is_resident or one.convenience_statement_ids)
        entries = self.env["account.move.line"]._read_group(
            [("partner_id", "in", ours.ids), ("parent_state", "=", "posted")],
            aggregates=["move_id:count_distinct"],
        )
        return entries[0][0]

    def action_open_convenience_statements(self):
        """Open what the resident was billed."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_statement"
        )
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}
