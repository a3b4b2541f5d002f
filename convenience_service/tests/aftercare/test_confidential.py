"""What is told in confidence: taken down, handed to who decides, heard, decided, counted."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common_confidential import SAID, SECRET, ConfidentialCommon

NOBODY = ("clerk", "supervisor", "service_manager", "worker_user", "cashier")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestConfidential(ConfidentialCommon):
    def test_goes_to_the_director_and_leaves_a_slip(self):
        report, slip = self._tell(amount=150.0, phone="13900000000", unit_id=self.unit.id)
        self.assertRecordValues(
            report,
            [
                {
                    "state": "new",
                    "addressee": "director",
                    "about": SECRET,
                    "amount": 150.0,
                    "told_by": "Mrs Wang",
                    "unit_id": self.unit.id,
                    "date": date(2026, 11, 10),
                    "taken_by_id": self.clerk.id,
                    "concerned_user_ids": self.worker_user.ids,
                }
            ],
        )
        self.assertEqual(slip.name, report.name)
        self.assertEqual(slip.with_user(self.clerk).read(["name", "state"])[0]["name"], report.name)
        self.assertEqual(report.with_user(self.director).about, SECRET)
        self.assertEqual(report.with_user(self.general_manager).about, SECRET)

    def test_the_dialog_forgets_what_was_said(self):
        self._tell(phone="13900000000", evidence="iVBORw0KGgo=")
        dialogs = self.env["convenience.confidential.telling"].search([])
        self.assertEqual(set(dialogs.mapped("about")), {"-"})
        for name in ("told_by", "phone", "evidence", "employee_ids"):
            self.assertFalse(any(dialogs.mapped(lambda dialog, name=name: bool(dialog[name]))))

    def test_pressed_twice_it_is_told_once(self):
        report, _slip = self._tell()
        dialog = self.env["convenience.confidential.telling"].search([], limit=1, order="id desc")
        action = dialog.with_user(self.clerk).action_forward()
        self.assertEqual(action["res_id"], dialog.slip_id.id)
        self.assertEqual(self.env["convenience.confidential"].search([]), report)

    def test_only_the_desk_takes_it_down(self):
        for role in ("worker_user", "cashier", "general_manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._tell(self.users[role])

    def test_what_concerns_a_leader_goes_past_them(self):
        for case, values in (
            ("said so", {"about_leader": True}),
            ("named", {"employees": self.head.employee_id}),
        ):
            with self.subTest(case=case):
                report, _slip = self._tell(**values)
                self.assertEqual(report.addressee, "general_manager")
                for user in (self.director, self.other_director):
                    self.assertFalse(report.with_user(user).search([("id", "=", report.id)]))
                self.assertEqual(report.with_user(self.general_manager).about, SECRET)

    def test_who_is_concerned_and_general_manager_as_well_sees_nothing(self):
        self.director.group_ids |= self.env.ref("convenience_service.group_general_manager")
        report, _slip = self._tell(employees=self.head.employee_id)
        with self.assertRaises(AccessError):
            report.with_user(self.director).read(["about"])

    def test_the_director_finds_a_deputy_behind_it(self):
        report, _slip = self._tell()
        report.with_user(self.director).employee_ids |= self.head.employee_id
        self.assertEqual(report.addressee, "general_manager")
        with self.assertRaises(AccessError):
            report.with_user(self.other_director).read(["about"])

    def test_passed_up_with_a_reason(self):
        report, _slip = self._tell()
        for role in NOBODY:
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(self.users[role]).action_pass_up(reason="Mine")
        report.with_user(self.director).action_pass_up(reason="My cousin")
        self.assertRecordValues(
            report, [{"addressee": "general_manager", "passed_up_reason": "My cousin"}]
        )
        self.assertFalse(report.with_user(self.director).search([("id", "=", report.id)]))

    def test_only_who_decides_moves_it(self):
        report, _slip = self._tell()
        for role in NOBODY:
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(self.users[role]).action_invalid()

    def test_nobody_is_found_at_fault_unheard(self):
        report, _slip = self._tell()
        own = report.with_user(self.director)
        own.write({"finding": "So it is.", "measure": "None"})
        with self.assertRaisesRegex(UserError, "cannot become"):
            own.action_valid()
        self._hearing(report).action_open()
        with self.assertRaisesRegex(UserError, "Worker W1 did not answer yet"):
            own.action_valid()

    def test_decided_with_finding_and_measure(self):
        report, _slip = self._tell()
        self._hear(report)
        with self.assertRaisesRegex(UserError, "write down first: Finding, Measure"):
            report.with_user(self.director).action_valid()
        self._decide(report)
        self.assertRecordValues(
            report,
            [
                {
                    "state": "valid",
                    "decided_by_id": self.director.id,
                    "date_decided": date(2026, 11, 10),
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            report.with_user(self.director).finding = "Or not"

    def test_what_was_said_is_nobodys_to_change(self):
        report, _slip = self._tell()
        for values in ({"about": "Else"}, {"addressee": "general_manager"}, {"state": "invalid"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                report.with_user(self.director).write(values)

    # ------------------------------------------------------------------ the person is heard

    def test_the_person_reads_the_chosen_text_and_nothing_else(self):
        report, _slip = self._tell()
        hearing = self._hearing(report)
        own = hearing.with_user(self.worker_user)
        with self.assertRaises(AccessError):
            own.read(["disclosed_text"])
        hearing.action_open()
        self.assertEqual(report.state, "hearing")
        self.assertEqual(own.read(["disclosed_text"])[0]["disclosed_text"], SAID)
        self.assertNotIn("confidential_id", own.fields_get())
        with self.assertRaises(AccessError):
            own.read(["confidential_id"])
        with self.assertRaises(AccessError):
            report.with_user(self.worker_user).read(["name"])

    def test_the_answer_is_the_persons_and_given_once(self):
        report, _slip = self._tell()
        hearing = self._hearing(report)
        hearing.action_open()
        own = hearing.with_user(self.worker_user)
        with self.assertRaisesRegex(UserError, "Write down the answer"):
            own.action_answer()
        for values in ({"disclosed_text": "Nothing"}, {"answer_until": "2026-12-01"}):
            with self.assertRaisesRegex(UserError, "only an answer"):
                own.write(values)
        own.answer = "It was for the material."
        own.action_answer()
        with self.assertRaisesRegex(UserError, "only an answer"):
            own.answer = "I never took it."
        self.assertEqual(hearing.with_user(self.director).answer, "It was for the material.")
        for user in (self.colleague, self.supervisor, self.service_manager, self.clerk):
            with self.assertRaises(AccessError):
                hearing.with_user(user).read(["answer"])

    def test_a_hearing_belongs_to_who_reads_the_report(self):
        report, _slip = self._tell(about_leader=True)
        with self.assertRaises(AccessError):
            self._hearing(report, self.director)
        with self.assertRaises(AccessError):
            self._hearing(report, self.service_manager)

    def test_who_has_no_login_is_heard_in_person(self):
        staff = self._make_worker("W9", None)
        report, _slip = self._tell(employees=staff.employee_id)
        hearing = self._hearing(report, employee=staff.employee_id)
        hearing.action_open()
        hearing.answer = "Said so in the office."
        hearing.action_answer()
        self.assertRecordValues(
            hearing, [{"state": "answered", "answered_by_id": self.director.id}]
        )

    # ------------------------------------------------------------------ what counts

    def _counted(self, first=date(2026, 11, 1), last=date(2026, 11, 30)):
        people = (self.worker | self.colleague_staff).employee_id
        counted = self.env["convenience.confidential"]._valid_for(people, first, last)
        return [counted[person.id] for person in people]

    def test_counts_once_heard_and_found_right(self):
        nothing = {"settlement": 0, "gift": 0}
        report, _slip = self._tell()
        self.assertEqual(self._counted(), [nothing, nothing])
        self._hear(report)
        self.assertEqual(self._counted(), [nothing, nothing])
        self._decide(report)
        self.assertEqual(self._counted(), [{"settlement": 1, "gift": 0}, nothing])
        self.assertEqual(self._counted(last=date(2026, 11, 9)), [nothing, nothing])
        self.assertEqual(self._counted(first=date(2026, 11, 11)), [nothing, nothing])
        other, _slip = self._tell(kind="gift")
        self._hear(other)
        self._decide(other, outcome="invalid")
        self.assertEqual(self._counted(), [{"settlement": 1, "gift": 0}, nothing])

    def test_who_was_not_heard_is_not_counted(self):
        report, _slip = self._tell(employees=(self.worker | self.colleague_staff).employee_id)
        self._hear(report)
        self._decide(report)
        self.assertEqual([one["settlement"] for one in self._counted()], [1, 0])

    # ------------------------------------------------------------------ what the desk is asked

    def test_words_suggest_and_mark_nothing(self):
        form = Form(self.env["convenience.complaint"].with_user(self.clerk))
        form.about = "They came late."
        self.assertFalse(form.sounds_confidential)
        form.about = "师傅私下收了我的钱"
        self.assertTrue(form.sounds_confidential)
        complaint = form.save()
        self.assertFalse(type(complaint).sounds_confidential.store)
        self.assertFalse(self.env["convenience.confidential"].search([]))
        with self.assertRaisesRegex(UserError, "cannot be made"):
            complaint.search([("sounds_confidential", "=", True)])

    def test_the_company_changes_the_words(self):
        enquiries = self.env["convenience.enquiry"].with_user(self.clerk)
        enquiry = enquiries.create({"office_id": self.office.id, "about": "He wanted a banana"})
        self.assertFalse(enquiry.sounds_confidential)
        self.env["convenience.suspicion.word"].with_user(self.director).create({"name": "Banana"})
        enquiry.invalidate_recordset()
        self.assertTrue(enquiry.sounds_confidential)
