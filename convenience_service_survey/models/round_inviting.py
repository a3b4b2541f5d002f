from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.convenience_service.models.guard.roles import CLERK


class ConvenienceSurveyRound(models.Model):
    """Whom a round asks: made with its opening, and added to while it is open."""

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "open":
            for one in self:
                one._make_survey()
                one._invite()
        return result

    def action_invite_more(self):
        """Ask who has moved in since the opening as well; nobody is asked twice."""
        for one in self:
            one._require_manager(self.env._("invite"))
            if one.state != "open":
                raise UserError(
                    self.env._(
                        "%(round)s is %(state)s: whom it asks is found while it is open.",
                        round=one.name,
                        state=one._state_label(one.state),
                    )
                )
            one._invite()
        return True

    def _invite(self):
        """Make the invitations that there are not yet, and slots for their sheets."""
        # sudo: after the check of the role; who lives where is found for whoever opens the round
        one = self.sudo()
        known = one.invitation_ids
        found = [*one._households(known), *one._committee(known)]
        if not known:
            found += [{"role": "anybody"}] * one.loose_sheets
        invitations = self.env["convenience.survey.invitation"].sudo()
        made = invitations._create_guarded(
            [
                {"number": number, "round_id": one.id, "token": invitations._new_token(), **values}
                for number, values in enumerate(found, start=len(known) + 1)
            ]
        )
        self.env["convenience.survey.ballot"]._make_box(one, len(made))
        return made

    def _households(self, known):
        """Return values of an invitation a unit and role that is not asked yet."""
        asked = {(own.unit_id, own.role) for own in known}
        households = {}
        for occupancy in self.env["convenience.occupancy"].search(
            self._occupancy_domain(), order="unit_id, role, is_main_payer desc, id"
        ):
            households.setdefault((occupancy.unit_id, occupancy.role), occupancy)
        for (unit, role), occupancy in households.items():
            if (unit, role) not in asked:
                yield {
                    "unit_id": unit.id,
                    "role": role,
                    "partner_id": occupancy.partner_id.id,
                    "customer_type_id": unit.customer_type_id.id,
                }

    def _occupancy_domain(self):
        roles = [role for role in ("owner", "tenant") if self[f"for_{role}s"]]
        today = self.office_id._today()
        domain = (
            Domain("office_id", "=", self.office_id.id)
            & Domain("role", "in", roles)
            & Domain("unit_id.active", "=", True)
            & self.env["convenience.occupancy"]._current_domain(today)
        )
        if self.customer_type_ids:
            domain &= Domain("unit_id.customer_type_id", "in", self.customer_type_ids.ids)
        return domain

    def _committee(self, known):
        """Return values of invitations of committee members whose household is not asked."""
        if not self.for_committee:
            return
        members = self.office_id.committee_partner_ids - known.partner_id
        residents = self.env["convenience.occupancy"].search(
            self._occupancy_domain() & Domain("partner_id", "in", members.ids)
        )
        for member in members - residents.partner_id:
            yield {"role": "committee", "partner_id": member.id}

    # ------------------------------------------------------------------ paper

    def action_print_sheets(self):
        """Print a sheet for every household that has not answered; see `_print_sheets`."""
        self.ensure_one()
        self._require_role(CLERK, act=self.env._("print its sheets"))
        return self._print_sheets(self.invitation_ids)

    def _print_sheets(self, invitations):
        """Return the action that prints the sheets, and note that they are out.

        :raise UserError: when the round is not open, or nobody is left to ask
        """
        self.check_access("read")
        self._require_role(CLERK, act=self.env._("print its sheets"))
        left = invitations.filtered(lambda one: not one.is_valid)
        if len(self) != 1 or self.state != "open" or not left:
            raise UserError(
                self.env._(
                    "Print the sheets of one open round, of households that have not answered yet."
                )
            )
        fresh = left.filtered(lambda one: not one.printed_on)
        if fresh:
            fresh._write_guarded({"printed_on": self.office_id._today()})
        report = self.env.ref("convenience_service_survey.action_report_survey_sheet")
        return report.report_action(self, data={"invitation_ids": left.ids}, config=False)
