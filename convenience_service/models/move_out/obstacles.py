from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ConvenienceMoveOut(models.Model):
    """What has to be seen to before somebody leaves: each by name, with its remedy."""

    _name = "convenience.move.out"
    _inherit = ["convenience.move.out"]

    def _refuse_unready(self):
        """Refuse with the whole list, so that everything is seen to in one go."""
        obstacles = self._obstacles()
        if self.date > self.office_id._today():
            obstacles.append(self.env._("The hand-over is on %(date)s.", date=self.date))
        if obstacles:
            raise UserError(
                self.env._(
                    "%(move_out)s cannot be settled yet:\n%(obstacles)s",
                    move_out=self.display_name,
                    obstacles="\n".join(f"- {obstacle}" for obstacle in obstacles),
                )
            )

    def _obstacles(self):
        """Return sentences that name what is still open and what is to be done with it."""
        # sudo: whoever settles is told of everything that is open
        own = self.sudo()
        return [
            *own._open_requests_left(),
            *own._things_left(),
            *own._bills_left(),
            *own._receipts_left(),
            *own._entrusted_left(),
            *own._agreements_paid_left(),
        ]

    def _own_domain(self):
        return Domain([("unit_id", "=", self.unit_id.id), ("office_id", "=", self.office_id.id)])

    def _open_requests_left(self):
        """Requests that are neither finished nor cancelled; visits after the end go with it."""
        requests = self.env["convenience.request"].search(
            self._own_domain()
            & (
                Domain("customer_id", "=", self.partner_id.id)
                | Domain("payer_id", "=", self.partner_id.id)
            )
            & Domain("state", "not in", ("reviewed", "cancelled")),
            order="id",
        )
        open_requests = requests - requests.filtered(self._goes_with_agreement)
        return [self._open_request_left(request) for request in open_requests]

    def _open_request_left(self, request):
        # nobody could review it: the money comes first
        if request.state == "signed" and request.prepayment_missing:
            return request._rest_missing_message(request.prepayment_missing)
        return self.env._(
            "%(request)s (%(items)s) is %(state)s: finish and review it, or cancel it.",
            request=request.name,
            items=request.items_summary,
            state=request._state_label(request.state),
        )

    def _goes_with_agreement(self, request):
        """Whether the request is a visit that ending the agreement cancels."""
        return bool(
            request.planned_date
            and request.planned_date > self.date
            and request.state in ("new", "assigned")
        )

    def _things_left(self):
        things = self.env["convenience.loan"].search(
            self._own_domain()
            & Domain("resident_id", "=", self.partner_id.id)
            & Domain("state", "=", "out"),
            order="id",
        )
        return [
            self.env._(
                "%(thing)s (%(kind)s) is not returned: take it back or record the loss.",
                thing=thing.name,
                kind=dict(thing._fields["kind"]._description_selection(self.env))[thing.kind],
            )
            for thing in things
        ]

    def _bills_left(self):
        """Statements that somebody is just settling."""
        statements = self.env["convenience.statement"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "draft"),
                ("settlement_id.state", "=", "reviewed"),
            ]
        )
        return [
            self.env._(
                "%(statement)s waits in %(settlement)s: have the cashier accept that first.",
                statement=statement.name,
                settlement=statement.settlement_id.name,
            )
            for statement in statements
        ]

    def _receipts_left(self):
        receipts = self.env["convenience.receipt"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("state", "=", "collected"),
            ]
        )
        return [
            self.env._(
                "%(receipt)s is not handed over by %(collector)s: accept it first.",
                receipt=receipt.name,
                collector=receipt.taken_by_id.name,
            )
            for receipt in receipts
        ]
