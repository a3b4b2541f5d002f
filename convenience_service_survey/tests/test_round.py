from odoo.tests import freeze_time, tagged

from .common_survey import NOW, SurveyCommon

# Scene 3 of the trade: a year's opinions.
OUT, GRADES, HALF = 800, (210, 180, 75, 43), 12


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSurveyRound(SurveyCommon):
    """A round from its making to its figures."""

    def test_a_years_opinions(self):
        """800 out, 520 back, 508 valid: return rate 65.0, satisfaction 91.5, strict 76.8."""
        asked = self._open(loose=OUT, items=self.drain, for_owners=False, for_tenants=False)
        asked.with_user(self.clerk).action_print_sheets()
        invitations = asked.invitation_ids
        self.assertEqual(len(invitations), OUT)
        said = [grade for grade, count in enumerate(GRADES, start=1) for _one in range(count)]
        sheets = [(one, self._grades(grade)) for one, grade in zip(invitations, said, strict=False)]
        halves = [(one, {"grade:time": 1}) for one in invitations[len(said) : len(said) + HALF]]
        self._take(asked, sheets + halves)
        self._close(asked)
        self.assertRecordValues(
            asked,
            [{"out_count": 800, "back_count": 520, "valid_count": 508, "half_count": 12}],
        )
        rates = [asked.return_rate, asked.satisfaction_rate, asked.strict_rate]
        self.assertEqual([round(rate, 1) for rate in rates], [65.0, 91.5, 76.8])
        self.assertEqual(len(asked.survey_id.sudo().user_input_ids), 508)
