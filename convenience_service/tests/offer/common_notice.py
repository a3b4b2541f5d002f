"""Notices, and what is public, for an office of the world of the tests."""

from datetime import date, timedelta

from ..common import PIXEL, ConvenienceCommon

TODAY = date(2026, 11, 10)
NOW = "2026-11-10 04:00:00"


class NoticeCommon(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.service_manager_id = cls.service_manager
        cls.office.director_id = cls.director

    def _amend(self, day, prices, office=None, **values):
        """An approved amendment from a day."""
        return self._approve(
            self._make_tariff(office or self.office, day, prices, kind="amendment", **values)
        )

    def _stop(self, item, day):
        return self._amend(day, [(item, 0.0, {"operation": "stop"})])

    def _notice(self, **values):
        """A draft of the service manager."""
        return (
            self.env["convenience.notice"]
            .with_user(self.service_manager)
            .create(
                {"name": "Lift", "text": "The lift rests on Friday.", "office_id": self.office.id}
                | values
            )
        )

    def _publish(self, notice):
        notice.with_user(self.service_manager).action_publish()
        return notice

    def _post(self, posting, user=None):
        own = posting.with_user(user or self.clerk)
        own.photo = PIXEL
        own.action_post()

    def _boards(self, notice):
        """The postings that somebody has to go to."""
        return notice.posting_ids.filtered(lambda posting: posting.channel == "board")

    def _withdraw_outdated(self):
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_withdraw_notices").method_direct_trigger()
        self.env.invalidate_all()

    def _later(self, days):
        return TODAY + timedelta(days=days)
