from odoo.tests import freeze_time, tagged

from odoo.addons.convenience_service.tests.house.common_tours import LOADED, TourCommon

from .common_survey import NOW, SurveyCommon

# A household ticks all lines and sends the sheet; what it is answered comes up in a frame.
ANSWER = """
    const form = document.querySelector("form");
    for (const choices of form.querySelectorAll(".choices")) {
        choices.querySelector("input").click();
    }
    form.querySelector("textarea").value = "A bench, please";
    const frame = document.createElement("iframe");
    frame.name = form.target = "answer";
    document.body.append(frame);
    frame.addEventListener("load", () => {
        const said = frame.contentDocument.body.textContent;
        if (said.includes("Thank you")) {
            console.log("test successful");
        } else if (said) {
            console.error(said);
        }
    });
    const send = form.querySelector("button[type=submit]");
    send.click();
"""


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSurveyTours(TourCommon, SurveyCommon):
    """A demand survey from the list in force to its figures, as its people press it."""

    def test_a_survey_on_screen(self):
        self._households(3).occupancy_ids.partner_id.lang = "en_US"
        self._tour("convenience_survey_is_made", self.director)
        asked = self._the_only("convenience.survey.round", [("office_id", "=", self.office.id)])
        self.assertEqual(asked.item_ids.product_id, self.drain | self.bulb | self.taxi)
        self.assertEqual(len(asked.invitation_ids), 4, "one a household")
        online = asked.invitation_ids.filtered("partner_id.email")[-1]
        with self._phone():
            self.browser_js(f"/service-survey/{online.sudo().token}", ANSWER, LOADED)
        self.env.invalidate_all()
        self.assertEqual((online.is_valid, online.channel), (True, "online"))
        asked.with_user(self.clerk).action_print_sheets()
        url = f"/odoo/convenience-surveys/{asked.id}"
        self._tour("convenience_survey_typing", self.clerk, url)
        self.assertEqual((asked.paper_count, asked.online_count), (2, 1))
        self._tour("convenience_survey_is_closed", self.service_manager)
        self.assertRecordValues(
            asked,
            [{"state": "closed", "out_count": 4, "back_count": 3, "valid_count": 3,
              "return_rate": 75.0, "double_count": 0}],
        )  # fmt: skip
        opinions = self.env["convenience.survey.opinion"].search([("round_id", "=", asked.id)])
        self.assertEqual(opinions.mapped("words"), ["A bench, please"])
