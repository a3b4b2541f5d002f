"""Who sees badly or uses no mouse reads the prices as well."""

from odoo.tests import freeze_time, tagged

from ..house.common_axe import AxeCommon
from .common_notice import NOW, NoticeCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPublicAccess(AxeCommon, NoticeCommon):
    def test_pages_of_the_office(self):
        own = self.office.with_user(self.director)
        own.action_renew_price_link()
        own.action_renew_screen_link()
        self.office.write({"complaint_phone": "0755-110", "service_hours": "8:00 to 20:00"})
        self.drain.convenience_standard = "Drains freely"
        self._publish(self._notice())
        self._publish(self._amend(self._later(30), [(self.drain, 90.0)]).notice_ids)
        for url in (self.office.price_url, self.office.screen_url, "/convenience/prices/none"):
            self._assert_accessible(url)
