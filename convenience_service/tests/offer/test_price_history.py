"""How the price of an item came about, over years."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestPriceHistory(ConvenienceCommon):
    def test_five_years_of_one_item(self):
        """Each price with who asked for it, who approved it and when residents were told."""
        for year in range(2027, 2031):
            with freeze_time(f"{year - 1}-12-20 02:00:00"):
                prices = [(self.drain, 80.0 + year - 2026)]
                self._approve(self._make_tariff(self.office, date(year, 1, 1), prices, year=year))
        notice = self.env["convenience.notice"].search(
            [("tariff_id.year", "=", 2030), ("office_id", "=", self.office.id)]
        )
        with freeze_time("2029-12-21 02:00:00"):
            notice.with_user(self.service_manager).action_publish()
        action = self.drain.product_tmpl_id.action_convenience_price_history()
        lines = self.env["convenience.tariff.line"].with_user(self.clerk)
        lines = lines.search(action["domain"], order="date_start")
        self.assertEqual(lines.mapped("price"), [80.0, 81.0, 82.0, 83.0, 84.0])
        self.assertEqual(
            [day.year for day in lines.mapped("date_start")], [2026, 2027, 2028, 2029, 2030]
        )
        self.assertEqual(lines.sudo().asked_by_id, self.director)
        self.assertEqual(lines.sudo().decided_by_id, self.general_manager)
        latest = lines[-1].with_user(self.director)
        self.assertEqual(latest.public_since, notice.public_since)
        with self.assertRaises(UserError):
            latest.price = 1.0
