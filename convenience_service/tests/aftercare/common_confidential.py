"""An office where something is told in confidence: who takes it, whom it concerns, who decides."""

from ..common import ConvenienceCommon

SAID = "He wanted 150 on his own code"
SECRET = "Pipe in the bathroom, paid in cash behind the gate"


class ConfidentialCommon(ConvenienceCommon):
    """Two directors and two clerks beside the role of each; the worker is the person concerned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_clerk = cls._make_user("other_clerk", cls.company, "group_clerk")
        cls.other_director = cls._make_user("other_director", cls.company, "group_director")
        cls.colleague = cls._make_user("colleague", cls.company, "group_worker")
        cls.office.user_ids |= cls.other_clerk | cls.other_director | cls.colleague
        cls.office.director_id = cls.director
        cls.office.deputy_ids = cls.other_director
        cls.colleague_staff = cls._make_worker("W2", cls.colleague)
        cls.head = cls._make_worker("L1", cls.director)
        cls.watchers = {
            **cls.users,
            "other_clerk": cls.other_clerk,
            "other_director": cls.other_director,
            "colleague": cls.colleague,
        }

    def _tell(self, user=None, employees=None, **values):
        """Somebody at the desk passes on what they were told; return (report, slip)."""
        user = user or self.clerk
        people = (self.worker.employee_id if employees is None else employees).ids
        dialog = (
            self.env["convenience.confidential.telling"]
            .with_user(user)
            .create(
                {
                    "office_id": self.office.id,
                    "about": SECRET,
                    "told_by": "Mrs Wang",
                    "employee_ids": [(6, 0, people)],
                    **values,
                }
            )
        )
        dialog.action_forward()
        slip = dialog.slip_id
        self.env.invalidate_all()
        reports = self.env["convenience.confidential"]
        return reports.search([("name", "=", slip.name)]), slip

    def _hearing(self, report, user=None, employee=None, text=SAID):
        """What the director is about to open to a person."""
        return (
            self.env["convenience.confidential.hearing"]
            .with_user(user or self.director)
            .create(
                {
                    "confidential_id": report.id,
                    "employee_id": (employee or self.worker.employee_id).id,
                    "disclosed_text": text,
                }
            )
        )

    def _hear(self, report, user=None, answer="I took it."):
        """The director opens it, and the person answers."""
        hearing = self._hearing(report, user)
        hearing.action_open()
        own = hearing.with_user(self.worker_user)
        own.answer = answer
        own.action_answer()
        return hearing

    def _decide(self, report, user=None, outcome="valid"):
        own = report.with_user(user or self.director)
        own.write({"finding": "The payment is in the picture.", "measure": "Hands it in."})
        getattr(own, f"action_{outcome}")()
        return report
