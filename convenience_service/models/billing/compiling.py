from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import SERVICE_MANAGER


class ConvenienceSettlement(models.Model):
    """Compiling a settlement: what is due is claimed, what waits is listed with its reason."""

    _name = "convenience.settlement"
    _inherit = ["convenience.settlement"]

    def action_compile(self):
        """Claim every reviewed, unclaimed monthly request done up to the period's end, and the
        flat months of agreements.

        May be repeated in draft: what came since is added, nothing twice (P5 4.3.1).

        :raise AccessError: when the user is not a service manager
        """
        self._require_role(SERVICE_MANAGER, act=self.env._("compile it"))
        self._check_own_office()
        for settlement in self:
            settlement._check_draft()
            # sudo: claims and statements are made by the compilation only
            settlement.sudo()._claim()
            settlement.sudo()._list_waiting()
            settlement._log("draft", "draft", self.env._("Compiled"))
        self._write_guarded({"compiled_by_id": self.env.uid, "compiled_on": fields.Datetime.now()})
        return True

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(settlement)s is %(state)s and cannot be compiled again. What comes later "
                    "goes into the "
                    "next one.",
                    settlement=self.name,
                    state=self._state_label(self.state),
                )
            )

    def _due_domain(self):
        """Work of this office that was done up to the period's end."""
        return Domain([("office_id", "=", self.office_id.id), ("date_done", "<=", self.date_to)])

    def _claim(self):
        """Claim what is due, each payer's on one statement."""
        claims = defaultdict(list)
        for payer, values in self._due_claims():
            claims[payer].append(values)
        statements = self._statements_of(claims)
        self.env["convenience.statement.line"].create(
            [
                {"statement_id": statements[payer].id, **values}
                for payer, own in claims.items()
                for values in own
            ]
        )

    def _due_claims(self):
        """Return (payer, values of a statement line) of everything that is due."""
        return self._request_claims()

    def _request_claims(self):
        """Return (payer, values of a statement line) of reviewed requests not claimed yet."""
        lines = self.env["convenience.request.line"].search(
            self._due_domain()
            & Domain("request_id.billing_state", "=", "to_bill")
            & Domain("settlement_mode", "=", "monthly")
            & Domain("is_claimed", "=", False)
            & Domain("amount", ">", 0),
            order="date_done, id",
        )
        return [(line.request_id.payer_id, line._prepare_claim()) for line in lines]

    def _statements_of(self, payers):
        """Return {payer: the draft statement}, making the missing ones."""
        existing = {statement.partner_id: statement for statement in self.statement_ids}
        missing = [payer for payer in payers if payer not in existing]
        made = self.env["convenience.statement"].create(
            [self._prepare_statement(payer) for payer in missing]
        )
        return {**existing, **dict(zip(missing, made, strict=True))}

    def _prepare_statement(self, payer):
        return {
            "settlement_id": self.id,
            "office_id": self.office_id.id,
            "partner_id": payer.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
        }

    def _list_waiting(self):
        """List, with the reason, what was done in the period and is not billed by this
        settlement.
        """
        self.waiting_ids.unlink()
        lines = self.env["convenience.request.line"].search(
            self._due_domain()
            & Domain("request_id.billing_state", "in", ("pending", "to_bill"))
            & Domain("is_claimed", "=", False)
            & Domain("amount", ">", 0)
        )
        self.env["convenience.settlement.waiting"].create(
            [
                {
                    "settlement_id": self.id,
                    "request_id": request.id,
                    "reason": reason,
                    "amount": sum(group.mapped("amount")),
                }
                for (request, reason), group in lines.grouped(
                    lambda line: (line.request_id, line._waiting_reason())
                ).items()
            ]
        )
