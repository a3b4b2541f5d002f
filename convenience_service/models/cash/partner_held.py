from odoo import fields, models

from ..guard.roles import DESK_GROUPS


class ResPartner(models.Model):
    """What the company holds for a resident, on the service file: sums, not the ledger."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    convenience_deposit_held = fields.Monetary(
        "Deposits Held", compute="_compute_convenience_held", groups=DESK_GROUPS
    )
    convenience_entrusted_balance = fields.Monetary(
        "Entrusted Money",
        compute="_compute_convenience_held",
        groups=DESK_GROUPS,
        help="Still held for the resident; below nothing: still owed by the resident.",
    )

    def _compute_convenience_held(self):
        """Of the offices the user may see, in the company's currency."""
        sources = {
            "convenience_deposit_held": ("convenience.deposit", "amount_held"),
            "convenience_entrusted_balance": ("convenience.entrusted", "balance"),
        }
        for name, (model, amount) in sources.items():
            groups = self.env[model]._read_group(
                [("partner_id", "in", self.ids), (amount, "!=", 0)],
                ["partner_id"],
                [f"{amount}:sum"],
            )
            sums = {partner.id: held for partner, held in groups}
            for partner in self:
                partner[name] = sums.get(partner.id, 0.0)

    def _erasure_held_back(self):
        held = super()._erasure_held_back()
        text = self.env._("money is held or owed")
        for model, domain in (
            ("convenience.wallet", [("balance", "!=", 0)]),
            ("convenience.deposit", [("state", "in", ("due", "held"))]),
            ("convenience.entrusted", [("balance", "!=", 0)]),
            ("convenience.receipt", [("state", "=", "collected")]),
        ):
            self._hold_back(held, text, model, "partner_id", domain)
        return held

    def _merge_moves(self):
        moves = super()._merge_moves()
        held = {
            "convenience.deposit": "amount_held",
            "convenience.entrusted": "balance",
            "convenience.wallet": "balance",
            "convenience.receipt": "amount",
        }
        labels = {
            "convenience.deposit": self.env._("Deposits"),
            "convenience.entrusted": self.env._("Entrusted Money"),
            "convenience.wallet": self.env._("Prepayment Left"),
            "convenience.receipt": self.env._("Receipts"),
        }
        for model, amount in held.items():
            records = self.env[model].search([("partner_id", "in", self.ids)])
            text = self.env._(
                "%(what)s: %(count)s, %(amount)s",
                what=labels[model],
                count=len(records),
                amount=records._in_currency(sum(records.mapped(amount))),
            )
            moves += self._moving(text, records, is_money=True)
        return moves

    def action_open_convenience_deposits(self):
        """Open the deposits of the resident."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_deposit"
        )
        return {**action, "domain": [("partner_id", "in", self.ids)], "context": {}}
