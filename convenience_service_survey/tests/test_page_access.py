from odoo.tests import freeze_time, tagged

from odoo.addons.convenience_service.tests.house.common_axe import AxeCommon

from .common_survey import NOW, SurveyCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPageAccess(AxeCommon, SurveyCommon):
    """Who sees badly or uses no mouse answers as well."""

    def test_sheet_and_what_stands_instead_of_it(self):
        for kind in ("demand", "opinion"):
            sheet = self._open(kind).invitation_ids.sudo()
            self._assert_accessible(f"/service-survey/{sheet.token}")
        sheet.round_id.date_to = "2026-11-09"
        self._assert_accessible(f"/service-survey/{sheet.token}")
        self._assert_accessible("/service-survey/none")
