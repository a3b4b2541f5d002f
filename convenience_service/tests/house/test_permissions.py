"""Every role × every move × every channel: allowed or refused.

`MOVES` is the table of the buttons: a move and the roles that may make it, all others being
refused. No other channel changes a state, whoever uses it; each is tried below by every role.
"""

import base64
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import freeze_time, tagged

from ..common import ROLES, ConvenienceCommon, signed_paper

DESK = {"clerk", "supervisor", "service_manager", "director"}
MANAGERS = {"service_manager", "director"}
CHIEFS = {"supervisor", "service_manager", "director"}

MOVES = [
    # model, from, to, button, allowed
    ("tariff", "draft", "reviewed", "action_review", {"director"}),
    ("tariff", "reviewed", "draft", "action_draft", {"director"}),
    ("tariff", "reviewed", "submitted", "action_submit", {"director"}),
    ("tariff", "submitted", "approved", "action_approve", {"general_manager"}),
    ("tariff", "submitted", "rejected", "action_reject", {"general_manager"}),
    ("tariff", "rejected", "draft", "action_draft", {"director"}),
    ("request", "new", "assigned", "action_assign", CHIEFS),
    ("request", "assigned", "new", "action_unassign", CHIEFS),
    ("request", "assigned", "in_progress", "action_start", DESK | {"worker_user"}),
    ("request", "in_progress", "done", "action_done", DESK | {"worker_user"}),
    ("request", "done", "in_progress", "action_rework", CHIEFS),
    ("request", "done", "signed", "action_sign", DESK | {"worker_user"}),
    ("request", "signed", "reviewed", "action_review", CHIEFS),
    ("request", "new", "cancelled", "action_cancel", DESK),
    ("request", "assigned", "cancelled", "action_cancel", CHIEFS),
    ("request", "in_progress", "cancelled", "action_cancel", CHIEFS),
    ("settlement", "draft", "reviewed", "action_review", MANAGERS),
    ("settlement", "reviewed", "draft", "action_draft", MANAGERS | {"cashier"}),
    ("settlement", "reviewed", "confirmed", "action_confirm", {"cashier"}),
    ("statement", "confirmed", "cancelled", "action_cancel", {"cashier"}),
    ("notice", "draft", "published", "action_publish", MANAGERS),
    ("notice", "published", "withdrawn", "action_withdraw", MANAGERS),
]
REASONED = {"action_reject", "action_rework", "action_cancel", "action_withdraw"}
STATES = {
    "tariff": ("draft", "reviewed", "submitted", "approved", "rejected"),
    "request": ("new", "assigned", "in_progress", "done", "signed", "reviewed", "cancelled"),
    "settlement": ("draft", "reviewed", "confirmed", "done"),
    "statement": ("draft", "confirmed", "invoiced", "cancelled"),
    "notice": ("draft", "published", "withdrawn"),
}
LOCKED = {
    "tariff": ("submitted", "approved"),
    "request": ("signed", "reviewed"),
    "settlement": ("reviewed", "confirmed", "done"),
    "statement": ("confirmed", "invoiced", "cancelled"),
    "notice": ("published", "withdrawn"),
}
REFUSALS = (AccessError, UserError, ValidationError)


class _UndoError(Exception):
    """Takes an attempt back that went through."""


@tagged("post_install", "-at_install")
class TestPermissions(ConvenienceCommon):
    # ------------------------------------------------------------------ records in every state

    def _tariff_in(self, state):
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)], year=2027)
        steps = {
            "reviewed": [(self.director, "action_review", {})],
            "submitted": [
                (self.director, "action_review", {}),
                (self.director, "action_submit", {}),
            ],
        }
        steps["approved"] = [*steps["submitted"], (self.general_manager, "action_approve", {})]
        steps["rejected"] = [
            *steps["submitted"],
            (self.general_manager, "action_reject", {"reason": "dear"}),
        ]
        for user, action, arguments in steps.get(state, []):
            getattr(tariff.with_user(user), action)(**arguments)
        return tariff

    def _request_in(self, state):
        request = self._request()
        if state == "cancelled":
            request.with_user(self.clerk).action_cancel(reason="called off")
        elif state != "new":
            self._advance(request, state)
        if state == "done":
            request.with_user(self.worker_user).write(signed_paper())
        return request

    def _settlement_in(self, state):
        request = self._advance(self._request(), "reviewed")
        settlement = self._settlement(request.date_done)
        if state == "reviewed":
            settlement.with_user(self.service_manager).action_review()
        elif state == "confirmed":
            self._confirm(settlement)
        elif state == "done":
            self._invoice(settlement)
        return settlement

    def _statement_in(self, state):
        settlement = self._settlement_in(
            {"invoiced": "done", "cancelled": "confirmed"}.get(state, state)
        )
        statement = settlement.statement_ids
        if state == "cancelled":
            statement.with_user(self.cashier).action_cancel(reason="wrong")
        return statement

    def _notice_in(self, state):
        notice = self.env["convenience.notice"].create(self._creation_values("notice"))
        if state != "draft":
            notice.with_user(self.service_manager).action_publish()
        if state == "withdrawn":
            notice.with_user(self.service_manager).action_withdraw(reason="over")
        return notice

    def _record(self, model, state):
        record = getattr(self, f"_{model}_in")(state)
        self.assertEqual(record.state, state)
        self.env.flush_all()
        return record

    # ------------------------------------------------------------------ attempts

    def _attempt(self, record, function):
        """Whether the function went through; what it did is taken back."""
        try:
            with self.env.cr.savepoint():
                function()
                self.env.flush_all()
                raise _UndoError
        except _UndoError:
            return True
        except REFUSALS:
            return False
        finally:
            self.env.invalidate_all()

    def _allowed(self, record, function):
        """The roles for whom `function(record as the role)` goes through."""
        return {
            role
            for role in ROLES
            if self._attempt(record, lambda role=role: function(record.with_user(self.users[role])))
        }

    def _attempt_keeps(self, function, record):
        """Run the function and keep what it did; whether it went through."""
        try:
            with self.env.cr.savepoint():
                function(record)
                self.env.flush_all()
        except REFUSALS:
            return False
        finally:
            self.env.invalidate_all()
        return True

    # ------------------------------------------------------------------ buttons

    def test_buttons(self):
        for model, source, target, button, allowed in MOVES:
            arguments = {"reason": "because"} if button in REASONED else {}
            with self.subTest(model=model, move=f"{source} → {target}"):
                record = self._record(model, source)
                found = self._allowed(
                    record, lambda own, b=button, a=arguments: getattr(own, b)(**a)
                )
                self.assertEqual(found, allowed)
            if model == "settlement":
                self._forget_settlements()
            if model == "statement":
                self._forget_settlements()

    def _forget_settlements(self):
        """Make room for another settlement of the same month."""
        self.env.cr.execute("DELETE FROM convenience_statement_line")
        self.env.cr.execute("UPDATE account_move SET convenience_statement_id = NULL")
        self.env.cr.execute("DELETE FROM convenience_statement")
        self.env.cr.execute("DELETE FROM convenience_settlement_waiting")
        self.env.cr.execute("DELETE FROM convenience_settlement")
        self.env.invalidate_all()

    def test_every_move_is_in_the_table(self):
        """A move somebody adds to a model has to be added here, with who may make it."""
        table = {
            (f"convenience.{model}", source, target)
            for model, source, target, _button, _allowed in MOVES
        }
        for model in STATES:
            moves = self.env[f"convenience.{model}"]._workflow_moves()
            people = {
                (f"convenience.{model}", move.source, move.target)
                for move in moves
                if move.groups and not move.via
            }
            own = {row for row in table if row[0] == f"convenience.{model}"}
            # free work goes from done to reviewed, a statement is confirmed with its settlement:
            # tested apart
            self.assertEqual(
                people - own,
                {("convenience.request", "done", "reviewed")} & people
                | {("convenience.statement", "draft", "confirmed")} & people,
            )
            self.assertFalse(own - people)

    # ------------------------------------------------------------------ other channels

    def _creation_values(self, model):
        return {
            "tariff": {"office_id": self.office.id, "year": 2027},
            "request": self._prepare_request(),
            "settlement": {"office_id": self.office.id, "date_to": "2026-08-31"},
            "statement": {"office_id": self.office.id, "partner_id": self.owner.id},
            "notice": {"office_id": self.office.id, "name": "Lift", "text": "It rests on Friday."},
        }[model]

    def _created_states(self, model, make):
        """The states of what each role could create."""
        states = {}
        for role in ROLES:
            records = self.env[f"convenience.{model}"].with_user(self.users[role])
            try:
                with self.env.cr.savepoint():
                    states[role] = make(records).sudo().state
                    raise _UndoError
            except (_UndoError, *REFUSALS):
                self.env.invalidate_all()
        return states

    def test_create_with_a_state(self):
        stamps = {
            "tariff": "approved_by_id",
            "request": "reviewed_by_id",
            "settlement": "confirmed_by_id",
            "notice": "published_by_id",
        }
        for model, states in STATES.items():
            values = self._creation_values(model)
            for state in states[1:]:
                forged = {**values, "state": state}
                if model in stamps:
                    forged[stamps[model]] = self.env.uid
                channels = {
                    "create": lambda records, forged=forged: records.create(forged),
                    "default_state": lambda records, state=state, values=values: (
                        records.with_context(default_state=state).create(values)
                    ),
                }
                for channel, make in channels.items():
                    with self.subTest(model=model, state=state, channel=channel):
                        found = self._created_states(model, make)
                        self.assertEqual(set(found.values()) - {states[0]}, set())
        self.assertEqual(
            set(
                self._created_states(
                    "request", lambda records: records.create(self._creation_values("request"))
                )
            ),
            DESK,
        )
        self.assertEqual(
            set(
                self._created_states(
                    "tariff", lambda records: records.create(self._creation_values("tariff"))
                )
            ),
            {"director"},
        )
        self.assertEqual(
            set(
                self._created_states(
                    "settlement",
                    lambda records: records.create(self._creation_values("settlement")),
                )
            ),
            MANAGERS,
        )
        self.assertEqual(
            set(
                self._created_states(
                    "statement", lambda records: records.create(self._creation_values("statement"))
                )
            ),
            set(),
        )

    def test_stamps_sent_along_are_emptied(self):
        tariff = (
            self.env["convenience.tariff"]
            .with_user(self.director)
            .create(
                {
                    **self._creation_values("tariff"),
                    "approved_by_id": self.general_manager.id,
                    "approved_on": datetime.now(),
                }
            )
        )
        self.assertFalse(tariff.approved_by_id or tariff.approved_on)

    def test_own_default(self):
        for model, states in STATES.items():
            for role in ROLES:
                self.env["ir.default"].sudo().set(
                    f"convenience.{model}", "state", states[-1], user_id=self.users[role].id
                )
            values = self._creation_values(model)
            found = self._created_states(
                model, lambda records, values=values: records.create(values)
            )
            self.assertEqual(set(found.values()) - {states[0]}, set(), model)

    def test_write(self):
        for model, states in STATES.items():
            record = self._record(model, states[0])
            for state in states[1:]:
                forged = {
                    "_convenience_permit": {
                        "model": record._name,
                        "ids": record.ids,
                        "values": {"state": state},
                    }
                }
                self.assertFalse(
                    self._allowed(record, lambda own, s=state: own.write({"state": s})), model
                )
                self.assertFalse(
                    self._allowed(
                        record,
                        lambda own, s=state, c=forged: own.with_context(**c).write({"state": s}),
                    ),
                    model,
                )
            if model == "settlement":
                self._forget_settlements()

    def test_stamps_cannot_be_written(self):
        for model, field in (
            ("tariff", "approved_by_id"),
            ("request", "reviewed_by_id"),
            ("settlement", "confirmed_by_id"),
            ("notice", "published_by_id"),
        ):
            record = self._record(model, STATES[model][0])
            self.assertFalse(
                self._allowed(record, lambda own, f=field: own.write({f: own.env.uid})), model
            )

    def test_import_of_a_file(self):
        """The generic import of the web client (`load`) is a create or a write like any other."""
        for model, states in STATES.items():
            record = self._record(model, states[0])
            for role in ROLES:
                own = record.with_user(self.users[role])
                for state in states[1:]:
                    rows = [[str(record.id), state]]
                    self._attempt_keeps(
                        lambda own, rows=rows: own.browse().load([".id", "state"], rows), own
                    )
                    self.assertEqual(record.state, states[0], f"{model} by {role}")
            if model == "settlement":
                self._forget_settlements()

    def test_private_methods_are_no_remote_calls(self):
        for model in STATES:
            records = self.env[f"convenience.{model}"]
            for method in (
                "_move_to",
                "_move_to_by_system",
                "_apply_move",
                "_write_guarded",
                "_create_guarded",
            ):
                with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                    get_public_method(records, method)

    def test_finished_work_is_imported_by_the_named_group_only(self):
        row = {**self._prepare_request(), "name": "X1", "registered_at": datetime(2026, 10, 1, 2)}
        for role in ROLES:
            requests = self.env["convenience.request"].with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                requests._register_many([dict(row)])
        request = self._record("request", "new")
        self.assertFalse(self._allowed(request, lambda own: own._move_to("done", via="import")))
        self.assertFalse(
            self._attempt(request, lambda: request.with_user(self.importer)._move_to("done")),
            "no button",
        )
        self.assertTrue(
            self._attempt(
                request, lambda: request.with_user(self.importer)._move_to("done", via="import")
            )
        )

    # ------------------------------------------------------------------ files and deletion

    def _attachment(self, record, user):
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": "proof.txt",
                    "raw": b"proof",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        )

    def test_files_of_decided_records(self):
        for model, states in LOCKED.items():
            for state in states:
                with self.subTest(model=model, state=state):
                    record = self._record(model, state)
                    self.assertFalse(
                        self._allowed(record, lambda own: self._attachment(own, own.env.user))
                    )
                    loose = self.env["ir.attachment"].sudo().create({"name": "loose", "raw": b"x"})
                    moved = {"res_model": record._name, "res_id": record.id}
                    self.assertFalse(
                        self._allowed(
                            record, lambda own, x=loose, m=moved: x.with_user(own.env.user).write(m)
                        )
                    )
                if model in ("settlement", "statement"):
                    self._forget_settlements()

    def test_files_from_before_the_signature_stay(self):
        request = self._advance(self._request(), "done")
        photo = self._attachment(request, self.clerk)
        request.with_user(self.worker_user).write(signed_paper())
        request.with_user(self.worker_user).action_sign()
        for change in (
            lambda own: photo.with_user(own.env.user).write({"raw": b"forged"}),
            lambda own: photo.with_user(own.env.user).write({"res_id": 0}),
            lambda own: photo.with_user(own.env.user).unlink(),
        ):
            self.assertFalse(self._allowed(request, change))
        self.assertEqual(photo.raw, b"proof")

    def test_signature_is_a_column(self):
        request = self._advance(self._request(), "done")
        request.with_user(self.worker_user).write(
            {"signature": base64.b64encode(b"ink"), "signed_name": "Owner"}
        )
        self.env.flush_all()
        self.assertFalse(
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", request._name),
                    ("res_id", "=", request.id),
                    ("res_field", "!=", False),
                ]
            )
        )

    def test_deletion(self):
        """Only what has not started can be deleted, by who may."""
        deletable = {
            "tariff": {"director"},
            "request": DESK,
            "settlement": MANAGERS,
            "statement": set(),
            "notice": MANAGERS,
        }
        for model, states in STATES.items():
            for state in states:
                with self.subTest(model=model, state=state), freeze_time("2026-11-20 04:00:00"):
                    record = self._record(model, state)
                    allowed = deletable[model] if state == states[0] else set()
                    self.assertEqual(self._allowed(record, lambda own: own.unlink()), allowed)
                if model in ("settlement", "statement"):
                    self._forget_settlements()

    # ------------------------------------------------------------------ prices

    def test_nobody_writes_a_price(self):
        line = self._record("request", "new").line_ids
        for values in (
            {"price_unit": 1.0},
            {"amount": 1.0},
            {"tax_ids": [(5,)]},
            {"settlement_mode": "prepaid"},
        ):
            with self.subTest(values=values):
                self.assertFalse(self._allowed(line, lambda own, v=values: own.write(v)))
