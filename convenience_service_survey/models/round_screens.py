from odoo import models


class ConvenienceSurveyRound(models.Model):
    """What the buttons of a round lead to."""

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    def action_open_invitations(self):
        """Open the invitations of the round."""
        return self._open_own("convenience_service_survey.action_convenience_survey_invitation")

    def action_open_results(self):
        """Open the figures of the round."""
        return self._open_own("convenience_service_survey.action_convenience_survey_result")

    def action_open_opinions(self):
        """Open what was written on the sheets of the round."""
        return self._open_own("convenience_service_survey.action_convenience_survey_opinion")

    def _open_own(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return {
            **action,
            "domain": [("round_id", "=", self.id)],
            "context": {"default_round_id": self.id, "survey_kind": self.kind},
        }
