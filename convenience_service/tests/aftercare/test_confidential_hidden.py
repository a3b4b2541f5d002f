"""Who is concerned by a confidential report meets it nowhere: a table of channel and role."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .common_confidential import SECRET, ConfidentialCommon

MODELS = ("convenience.confidential", "convenience.confidential.hearing")
# Who may read which report: one on a worker, one on the director or a deputy.
READERS = {
    "worker": {"director", "other_director", "general_manager"},
    "leader": {"general_manager"},
}
SPECIFICATION = {"name": {}, "about": {}}
# A channel of the web client or of a remote caller: what it shows of the report, or nothing.
CHANNELS = {
    "search": ("search", lambda report: [[]]),
    "search by id": ("search", lambda report: [[("id", "=", report.id)]]),
    "search_count": ("search_count", lambda report: [[]]),
    "search_read": ("search_read", lambda report: [[], ["name"]]),
    "web_search_read": ("web_search_read", lambda report: [[], SPECIFICATION]),
    "read": ("read", lambda report: [report.ids, ["name", "about"]]),
    "web_read": ("web_read", lambda report: [report.ids, SPECIFICATION]),
    "name_search": ("name_search", lambda report: [report.name]),
    "web_name_search": ("web_name_search", lambda report: [report.name, {"display_name": {}}]),
    "formatted_read_group": ("formatted_read_group", lambda report: [[], ["kind"], ["__count"]]),
    "web_read_group": ("web_read_group", lambda report: [[], ["state"]]),
    "read_progress_bar": (
        "read_progress_bar",
        lambda report: [[], "state", {"field": "kind", "colors": {"settlement": "danger"}}],
    ),
    "export_data": ("export_data", lambda report: [report.ids, [".id", "name", "about"]]),
    "get_metadata": ("get_metadata", lambda report: [report.ids]),
    "onchange": ("onchange", lambda report: [report.ids, {}, [], SPECIFICATION]),
    "copy": ("copy", lambda report: [report.ids]),
    "write": ("write", lambda report: [report.ids, {"measure": "x"}]),
    "unlink": ("unlink", lambda report: [report.ids]),
}
# What nobody may, whoever reads it; and what says nothing of what has not changed.
NOBODYS = {"copy", "unlink", "onchange"}


class _UndoError(Exception):
    """Takes an attempt back that went through."""


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestConfidentialHidden(ConfidentialCommon):
    def _shown(self, user, report, channel):
        """What the channel answers to the user, empty for a refusal."""
        name, arguments = CHANNELS[channel]
        shown = []
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_rule"):
                model = self.env[report._name].with_user(user)
                answer = call_kw(model, name, arguments(report), {})
                self.env.flush_all()
                shown.append(answer)
                raise _UndoError
        except (_UndoError, AccessError, UserError):
            self.env.invalidate_all()
        return shown

    def _tells(self, channel, shown, report):
        """Whether the answer has anything of the report."""
        if not shown:
            return False
        (answer,) = shown
        if isinstance(answer, dict) and "length" in answer:
            answer = answer.get("groups", answer.get("records"))
        if channel in ("formatted_read_group", "web_read_group"):
            answer = [group for group in answer if group["__count"]]
        if channel == "read_progress_bar":
            return any(any(counts.values()) for counts in answer.values())
        if channel == "onchange":
            return SECRET in str(answer) or report.name in str(answer)
        if channel == "export_data":
            return bool(answer["datas"])
        return bool(answer)

    def test_channels_by_role(self):
        """Each alone, so that nothing else is found where everything is looked for."""
        for user in self.watchers.values():
            user.group_ids |= self.env.ref("base.group_allow_export")
        for case, about_leader in (("worker", False), ("leader", True)):
            report, _slip = self._tell(about_leader=about_leader)
            for role, user in self.watchers.items():
                for channel in CHANNELS:
                    with self.subTest(case=case, role=role, channel=channel):
                        self._assert_channel(case, report, role, user, channel)
            report.hearing_ids.unlink()
            self.env.cr.execute("DELETE FROM convenience_confidential WHERE id = %s", [report.id])
            self.env.invalidate_all()

    def _assert_channel(self, case, report, role, user, channel):
        told = self._tells(channel, self._shown(user, report, channel), report)
        if role not in READERS[case]:
            self.assertFalse(told)
        elif channel not in NOBODYS:
            self.assertTrue(told, "the channel shows it to who may read it")

    # ------------------------------------------------------------------ generic records

    def test_generic_records_know_nothing(self):
        """Messages, followers, tasks, files, ratings, logs, external ids: none names the model."""
        report, _slip = self._tell(evidence="iVBORw0KGgo=", evidence_name="code.png")
        self._hear(report)
        self._decide(report)
        for model, field in (
            ("mail.message", "model"),
            ("mail.followers", "res_model"),
            ("mail.activity", "res_model"),
            ("mail.scheduled.message", "model"),
            ("ir.attachment", "res_model"),
            ("ir.model.data", "model"),
            ("rating.rating", "res_model"),
        ):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].sudo().search_count([(field, "in", MODELS)]))

    def test_the_log_of_moves_shows_none_to_anybody(self):
        report, _slip = self._tell()
        self._hear(report)
        self._decide(report)
        for role, user in self.watchers.items():
            with self.subTest(role=role):
                logs = self.env["convenience.move.log"].with_user(user)
                try:
                    found = logs.search_count([("res_model", "in", MODELS)])
                except AccessError:
                    found = 0
                self.assertFalse(found)

    def test_no_paper_mail_or_action_is_bound_to_it(self):
        for model, field in (
            ("ir.actions.report", "model"),
            ("mail.template", "model"),
            ("ir.actions.server", "model_name"),
        ):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].search([(field, "in", MODELS)]))
        for name in MODELS:
            self.assertFalse(hasattr(self.env[name], "message_post"), "it has no chatter")
            self.assertFalse(hasattr(self.env[name], "activity_schedule"))

    def test_nothing_readable_is_tied_to_it(self):
        """No field of another model leads to a report, so that no count or button can."""
        for name, model in self.env.items():
            for field in model._fields.values():
                if field.comodel_name in MODELS and name not in MODELS:
                    self.fail(f"{name}.{field.name} leads to what is told in confidence")

    def test_what_it_names_is_deleted_as_if_it_did_not(self):
        """A refusal to delete would tell that there is something."""
        unit, _owner = self._make_household("9", "901", "Gone")
        unit.occupancy_ids.unlink()
        report, _slip = self._tell(unit_id=unit.id)
        unit.unlink()
        self.assertFalse(report.unit_id)

    # ------------------------------------------------------------------ counts

    def _counts(self, user):
        """Return {model: how many records the user finds}, of every table they may read."""
        counts = {}
        for name, model in self.env.items():
            if model._abstract or not model._auto or model._transient:
                continue
            own = model.with_user(user)
            if own.has_access("read"):
                counts[name] = own.search_count([])
        return counts

    def _moved(self, act):
        """Return {role: {model: how many more}} of what an act lets people find."""
        self.env.flush_all()
        before = {role: self._counts(user) for role, user in self.watchers.items()}
        act()
        self.env.flush_all()
        self.env.invalidate_all()
        moved = {}
        for role, user in self.watchers.items():
            now = self._counts(user)
            changes = {name: now[name] - count for name, count in before[role].items()}
            moved[role] = {name: change for name, change in changes.items() if change}
        return moved

    def test_every_count_of_everybody_stays_but_of_who_decides(self):
        moved = self._moved(self._tell)
        self.assertEqual(moved.pop("clerk"), {"convenience.confidential.slip": 1})
        for role in READERS["worker"]:
            self.assertEqual(moved.pop(role), {"convenience.confidential": 1})
        self.assertEqual(moved, dict.fromkeys(moved, {}))

    def test_who_decides_is_told_and_nobody_else(self):
        self.director.email, self.clerk.email = "head@example.com", "desk@example.com"
        self._tell()
        mails = self.env["mail.mail"].search([])
        to = mails.filtered(lambda mail: "confidence" in (mail.subject or "")).mapped("email_to")
        self.assertTrue(any("head@example.com" in address for address in to))
        self.assertFalse(any("desk@example.com" in address for address in to))
        for mail in mails:
            self.assertNotIn(SECRET, mail.body_html)
            self.assertNotIn("Worker W1", mail.body_html)

    def test_hearing_and_finding_move_no_other_count(self):
        report, _slip = self._tell()
        moved = self._moved(lambda: self._decide(self._hear(report).confidential_id))
        for role in ("worker_user", *READERS["worker"]):
            self.assertEqual(moved.pop(role), {"convenience.confidential.hearing": 1})
        self.assertEqual(moved, dict.fromkeys(moved, {}))

    # ------------------------------------------------------------------ numbers

    def test_numbers_do_not_count(self):
        """Neither in the series of others, nor in their own."""
        complaints = self.env["convenience.complaint"].with_user(self.clerk)
        values = {"office_id": self.office.id, "about": "They came late."}
        first = complaints.create(values)
        numbers = [self._tell()[0].name for _once in range(4)]
        last = complaints.create(values)
        self.assertEqual(int(last.name[-5:]) - int(first.name[-5:]), 1)
        steps = {int(b[-6:]) - int(a[-6:]) for a, b in zip(numbers, numbers[1:], strict=False)}
        self.assertNotEqual(steps, {1})
        self.assertEqual(len(set(numbers)), 4)

    def test_slips_are_seen_by_who_has_them(self):
        self._tell()
        self._tell(self.other_clerk)
        for role, user in self.watchers.items():
            slips = self.env["convenience.confidential.slip"].with_user(user)
            if not slips.has_access("read"):
                continue
            with self.subTest(role=role):
                expected = 1 if role in ("clerk", "other_clerk") else 0
                self.assertEqual(slips.search_count([]), expected)

    # ------------------------------------------------------------------ where it was told

    def _row(self, record):
        (row,) = self.env.execute_query_dict(
            SQL("SELECT * FROM %s WHERE id = %s", SQL.identifier(record._table), record.id)
        )
        return row

    def test_the_record_it_was_told_with_stays_as_it_was(self):
        desk = {"office_id": self.office.id, "about": "He asked for a red packet."}
        request = self._request(note="Paid privately")
        request.worker_ids = self.worker.employee_id
        records = [
            self.env["convenience.complaint"].with_user(self.clerk).create(desk),
            self.env["convenience.enquiry"].with_user(self.clerk).create(desk),
            request.with_user(self.clerk),
        ]
        for record in records:
            with self.subTest(model=record._name):
                self.env.flush_all()
                before, logs = self._row(record), self.env["convenience.move.log"].search_count([])
                action = record.action_report_in_confidence()
                dialog = (
                    self.env[action["res_model"]]
                    .with_user(self.clerk)
                    .with_context(**action["context"])
                    .create({})
                )
                dialog.action_forward()
                self.env.flush_all()
                self.assertEqual(self._row(record), before)
                self.assertEqual(self.env["convenience.move.log"].search_count([]), logs)
                report = self.env["convenience.confidential"].search([], limit=1, order="id desc")
                self.assertEqual(report.source_name, record.display_name)
