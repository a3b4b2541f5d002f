from odoo.tests import freeze_time, tagged

from .common_survey import NOW, SurveyCommon


@tagged("post_install", "-at_install")
class TestAnnualRound(SurveyCommon):
    def test_what_was_asked_stands_beside_the_figures(self):
        """Satisfaction of last year's opinions, the fair price of the latest demand survey."""
        with freeze_time(NOW):
            self._households(10)
            opinions = self._open()
            households = list(opinions.invitation_ids)[:10]
            sheets = [
                (one, self._grades(4 if number < 2 else 1)) for number, one in enumerate(households)
            ]
            self._take(opinions, sheets)
            self._close(opinions)
            demand = self._open("demand")
            self._take(
                demand,
                [
                    (one, {f"use:{self.drain.id}": 1, f"use:{self.bulb.id}": 4,
                           f"price:{self.drain.id}": price})
                    for one, price in zip(
                        list(demand.invitation_ids)[:6],
                        (60.0, 70.0, 70.0, 80.0, 90.0, 90.0),
                        strict=True,
                    )
                ],
            )  # fmt: skip
            self._close(demand)
        with freeze_time("2027-01-05 02:00:00"):
            one = (
                self.env["convenience.annual.round"]
                .with_user(self.director)
                .create({"office_id": self.office.id, "year": 2027})
            )
        drain = one.line_ids.filtered(lambda line: line.product_id == self.drain)
        asked = self.env["convenience.survey.result"].search(
            [("product_id", "=", self.drain.id), ("customer_type_id", "=", False)]
        )
        rate = asked.filtered(lambda result: result.kind == "opinion").satisfaction_rate
        self.assertEqual(round(drain.satisfaction * 100, 1), round(rate, 1))
        self.assertEqual(round(rate, 1), 80.0)
        self.assertEqual(drain.fair_price, 75.0)
