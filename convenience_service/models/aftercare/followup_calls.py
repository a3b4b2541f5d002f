from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

MOST_ATTEMPTS = 3
AGAIN_AFTER = timedelta(hours=3)


class ConvenienceFollowup(models.Model):
    """The calling list: one key for each answer, and one for what follows from a bad one."""

    _name = "convenience.followup"
    _inherit = ["convenience.followup"]

    def _reached(self, satisfaction):
        values = {followup.id: {"satisfaction": satisfaction} for followup in self}
        self._move_to("reached", values=values)
        return self._next_call()

    def action_very(self):
        """Very satisfied 非常满意."""
        return self._reached("very")

    def action_satisfied(self):
        """Satisfied 满意."""
        return self._reached("satisfied")

    def action_basic(self):
        """Fairly satisfied 基本满意."""
        return self._reached("basic")

    def action_unsatisfied(self):
        """Not satisfied 不满意: a complaint or rework may follow."""
        self._reached("unsatisfied")
        return True

    def action_not_reached(self):
        """Nobody answered: tried again some hours later, three times at most."""
        self.check_access("write")
        self.round_id._refuse_signed()
        self._refuse_who_served()
        for followup in self:
            if followup.state != "drawn":
                raise UserError(
                    self.env._(
                        "%(customer)s is not to be called any more.",
                        customer=followup.partner_id.name,
                    )
                )
        self._write_guarded_each(
            {
                followup.id: {
                    "attempts": followup.attempts + 1,
                    "next_try": fields.Datetime.now() + AGAIN_AFTER,
                }
                for followup in self
            }
        )
        given_up = self.filtered(lambda followup: followup.attempts >= MOST_ATTEMPTS)
        if given_up:
            given_up._move_to("unreachable")
        return self._next_call()

    def action_refused(self):
        """The customer does not want to be asked."""
        self._move_to("refused")
        return self._next_call()

    def _next_call(self):
        """Return the form of the next call of the user, as far as there is one."""
        waiting = self.search(
            [
                ("caller_id", "=", self.env.uid),
                ("state", "=", "drawn"),
                ("id", "not in", self.ids),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", fields.Datetime.now()),
            ],
            limit=1,
        )
        if not waiting or len(self) != 1:
            return True
        return {**waiting._get_records_action(), "target": "main"}

    # ------------------------------------------------------------------ what follows

    def _prepare_desk_record(self):
        return {
            "office_id": self.office_id.id,
            "unit_id": self.unit_id.id,
            "partner_id": self.partner_id.id,
            "phone": self.phone,
        }

    def action_complaint(self):
        """Register what the customer said as a complaint (P2 4.5.2) and open it."""
        self.ensure_one()
        self._check_answered()
        complaint = self.env["convenience.complaint"].create(
            {
                **self._prepare_desk_record(),
                "request_id": self.request_id.id,
                "about": self.note or self.env._("Not satisfied when followed up."),
            }
        )
        return complaint._get_records_action()

    def action_demand(self):
        """Register a wish as demand (P1 制度 4) and open it."""
        self.ensure_one()
        self._check_answered()
        wish = (self.wishes or "").strip()
        if not wish:
            raise UserError(
                self.env._(
                    "%(customer)s: write down the wish first.", customer=self.partner_id.name
                )
            )
        demand = self.env["convenience.demand"].create(
            {**self._prepare_desk_record(), "wish": wish.splitlines()[0], "note": wish}
        )
        return demand._get_records_action()

    def _check_answered(self):
        if self.state != "reached":
            raise UserError(
                self.env._(
                    "%(customer)s has not been asked yet. Enter the answer first.",
                    customer=self.partner_id.name,
                )
            )

    def action_print(self):
        """Print the record of the follow-up (回访记录表), to be signed on a visit."""
        report = self.env.ref("convenience_service.action_report_followup")
        return report.report_action(self, config=False)
