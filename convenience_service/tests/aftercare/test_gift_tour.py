from odoo.tests import tagged

from ..house.common_tours import TourCommon
from .common_confidential import ConfidentialCommon

# the menu bar of a desk may not be wide enough for all of its sections
SCREEN = "/odoo/action-convenience_service.action_convenience_confidential"


@tagged("post_install", "-at_install")
class TestGiftTour(TourCommon, ConfidentialCommon):
    """Money taken privately, on the screens of the clerk, the director and the worker."""

    def test_from_the_desk_to_the_finding(self):
        self._tour("convenience_clerk_reports_in_confidence", self.clerk, f"{SCREEN}_slip")
        report = self._the_only("convenience.confidential", [])
        self.assertRecordValues(
            report,
            [
                {
                    "state": "new",
                    "about": "Paid 150 to his own code",
                    "employee_ids": self.worker.employee_id.ids,
                    "taken_by_id": self.clerk.id,
                }
            ],
        )
        self._tour("convenience_director_opens_a_hearing", self.director, SCREEN)
        self.assertEqual(report.state, "hearing")
        self.assertEqual(report.hearing_ids.state, "asked")
        self._tour("convenience_worker_answers", self.worker_user, f"{SCREEN}_hearing")
        self.assertEqual(report.hearing_ids.answer, "I took it.")
        self._tour("convenience_director_finds_it_right", self.director, SCREEN)
        self.assertRecordValues(
            report, [{"state": "valid", "finding": "He admits it", "measure": "Hands in 150"}]
        )
