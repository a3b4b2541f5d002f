"""What is called a check asks and does nothing: it runs where nothing can be written or locked.

Every method of our models named `_check…`, `_obstacle…` or `_is_…` is found by itself, and called
on records in every state they are in, in a read-only transaction. One that no record reaches, or
that needs an argument that `ARGUMENTS` does not have, fails the test.
"""

import base64
import inspect
import re
from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from psycopg2.errors import ReadOnlySqlTransaction

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...models.offer.tariff_line import TariffKey
from ..agreement.common_agreement import AgreementCommon
from ..cash.common_entries import EntryCommon
from ..common import signed_paper
from ..parties.common_import import as_csv

ASKING = re.compile(r"_(check|obstacle)|_is_")
OURS = "odoo.addons.convenience_service"
TODAY, SOON = date(2026, 11, 10), date(2026, 12, 10)
SAMPLES = 3
# One row of each kind of sheet, that is checked as far as it goes.
SHEETS = {
    "units": {"Building": "1", "Entrance": "", "Room": "102", "Customer Type": "Residence"},
    "people": {
        "Name": "New One", "Phone": "13800000001", "Building": "1", "Entrance": "", "Room": "101",
        "Role": "Tenant", "Main Payer": "Yes", "Moved In": "2026-01-01", "Settlement": "Prepaid",
    },
    "staff": {"Staff Number": "W1", "Name": "Another", "Department": "Engineering"},
    "tariff": {
        "Service": "Drain Unblocking", "Category": "Polishing", "Charging": "Free",
        "Unit of Measure": "Lamp", "Price": "0", "Department": "Engineering", "Tax Rate": "6",
        "In Force From": "2027-01-01",
    },
    "services": {
        "Number": "A1", "Registered": "2026-10-01 08:26", "Building": "1", "Entrance": "",
        "Room": "101", "Customer": "Owner One", "Phone": "120101", "Service": "Drain Unblocking",
        "Quantity": "2", "Channel": "Phone", "Workers": "W1", "Finished": "2026-10-01 11:18",
        "Signed": "Yes",
    },
}  # fmt: skip
# What a parameter of that name is given, from the test and the record that is asked.
ARGUMENTS = {
    "acceptance": lambda test, record: test.accepted,
    "amount": lambda test, record: 1.0,
    "changes": lambda test, record: {"quantity": 2.0},
    "counted": lambda test, record: 1.0,
    "day": lambda test, record: TODAY,
    "deposit": lambda test, record: test.held,
    "document": lambda test, record: "A document",
    "first": lambda test, record: TODAY,
    "journal": lambda test, record: test.cash,
    "key": lambda test, record: TariffKey(test.office.id, test.drain.id, test.residence.id, TODAY),
    "last": lambda test, record: SOON,
    "limit": lambda test, record: 1.0,
    "line": lambda test, record: record.line_ids[:1],
    "lines": lambda test, record: record.line_ids,
    "moment": lambda test, record: datetime(2026, 11, 10, 2),
    "name": lambda test, record: "deposit_id",
    "needed": lambda test, record: 1.0,
    "numbers": lambda test, record: ["87654321"],
    "office": lambda test, record: test.office,
    "offices": lambda test, record: test.office,
    "payers": lambda test, record: test.owner,
    "price": lambda test, record: 1.0,
    "reason": lambda test, record: "Because",
    "records": lambda test, record: test.env["convenience.request"].search([], limit=5),
    "remedy": lambda test, record: "Have that done.",
    "seen": lambda test, record: 1.0,
    "staff": lambda test, record: record.sudo()._staff(),
    "state": lambda test, record: "assigned",
    "statement": lambda test, record: test.env["convenience.statement"].search([], limit=1),
    "states": lambda test, record: ("in_progress",),
    "until": lambda test, record: datetime(2026, 12, 1, 2),
    "vals": lambda test, record: {"quantity": 1.0, "price": 1.0},
    "vals_list": lambda test, record: [{}],
    "workers": lambda test, record: test.env["convenience.worker"].concat(
        *record.sudo()._staff().values()
    ),
}


def asking_methods(model_class):
    """Return the names of the methods of ours that a model has for asking something."""
    return sorted(
        {
            name
            for one in model_class.__mro__
            if one.__module__.startswith(OURS)
            for name, value in vars(one).items()
            if ASKING.match(name) and inspect.isfunction(value)
        }
    )


class OneOfEach(AgreementCommon, EntryCommon):
    """At least one record of everything that is asked, in the states that people bring it to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.service_manager_id = cls.service_manager
        cls.painting = cls._make_item("Painting", 6)
        cls._approve(
            cls._make_tariff(
                cls.office,
                TODAY,
                [(cls.painting, 0.0, {"price_rule": "quotation"})],
                kind="amendment",
            )
        )
        cls.seal = cls.env["product.product"].create({"name": "Seal", "type": "consu"})

    def _as(self, user, model):
        return self.env[f"convenience.{model}"].with_user(user)

    def _make_one_of_each(self):
        self._make_requests()
        self._make_bills()
        self._make_money()
        self._make_agreements()
        self._make_desk()
        self._make_lent()
        self._make_wizards()
        self.env.flush_all()

    def _make_requests(self):
        self._request()
        for state in ("assigned", "in_progress", "done", "signed", "reviewed"):
            request = self._advance(self._request(), state)
            if state == "in_progress":
                request.line_ids.with_user(self.worker_user).quantity = 1.1
                self.accepted = self._accept_raise(request)
                request.line_ids.with_user(self.worker_user).quantity = 2
                self.dearer = request
                self._as(self.worker_user, "request.material").create(
                    {"request_id": request.id, "product_id": self.seal.id}
                )
        self._request().with_user(self.clerk).action_cancel(reason="Moved")
        self._order(self.sixty)
        self._deposit()
        for offered in (False, True):
            request = self._request(items=[(self.painting, 1)])
            line = {"request_line_id": request.line_ids.id, "name": "Labour", "price": 100.0}
            quotation = self._as(self.supervisor, "quotation").create(
                {"request_id": request.id, "line_ids": [Command.create(line)]}
            )
            if offered:
                quotation.action_offer()

    def _make_bills(self):
        self._october(day=12)
        invoiced = self._invoice(self._settlement()).statement_ids
        self._remind(invoiced)
        self._as(self.supervisor, "reminder.stop").create(
            {"office_id": self.office.id, "partner_id": self.owner.id, "reason": "In court"}
        )
        self._as(self.director, "release").create(
            {"office_id": self.office.id, "partner_id": self.owner.id, "reason": "Pays on Friday"}
        )
        application = self._apply_for(invoiced)
        application.number = "12345678"
        application.action_issue()
        self._credit_part(invoiced, 30.0)
        application.write({"red_number": "87654321", "red_amount": 0.0})
        application.action_red_letter_part(reason="Worked less")
        self._make_tariff(self.office, SOON, [(self.drain, 85.0)], kind="amendment")

    def _remind(self, statement):
        statement.sudo().invoice_id.invoice_date_due = date(2026, 10, 1)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_remind_payers").method_direct_trigger()
        self.env.invalidate_all()

    def _credit_part(self, statement, amount):
        note = statement.sudo().invoice_id._reverse_moves([{"invoice_date": TODAY}])
        note.invoice_line_ids.price_unit = amount
        note.action_post()

    def _make_money(self):
        self._at_the_desk(100.0)
        self.held = self._held()
        self.entrusted._receive(100.0, self.cash)
        self._voucher()
        self._voucher(number="T-2")._book(self.cash)
        bill = self._visit(day=13)
        self._collect(bill)
        self._give(requests=self._visit(day=14))
        self._hand_over()
        self._give(requests=self._visit(day=15))
        self._rate(self.drain)
        self._as(self.director, "commission.rule").create(
            {
                "company_id": self.company.id,
                "office_id": self.office.id,
                "method": "share",
                "share": 12.5,
                "date_from": date(2026, 1, 1),
            }
        )
        self._past_requests(
            [{"registered": datetime(2026, 11, 2, 1), "done": datetime(2026, 11, 2, 3)}]
        )
        self._settlement(date(2026, 11, 30))

    def _make_agreements(self):
        agreement = self._agreement()
        self._visits(agreement.line_ids, date(2026, 11, 16))
        self._draft()

    def _make_desk(self):
        desk = {"office_id": self.office.id, "unit_id": self.unit.id}
        self._as(self.clerk, "complaint").create(
            {"office_id": self.office.id, "about": "They came late."}
        )
        self._as(self.clerk, "enquiry").create(
            {**desk, "partner_id": self.owner.id, "phone": "13900001111", "about": "A question"}
        )
        hours = [datetime(2026, 11, 10), datetime(2026, 11, 10, 12), datetime(2026, 11, 11)]
        for user, start, end in zip((self.clerk, self.supervisor), hours, hours[1:], strict=False):
            self.env["convenience.duty"].create(
                {
                    "office_id": self.office.id,
                    "user_id": user.id,
                    "start_at": start,
                    "end_at": end,
                }
            )
        activity = self._as(self.clerk, "activity").create(
            {
                "name": "Lantern Evening",
                "office_id": self.office.id,
                "start_at": datetime(2026, 12, 1, 11),
                "end_at": datetime(2026, 12, 1, 13),
                "seats": 3,
            }
        )
        activity.action_open()
        self._as(self.clerk, "activity.attendance").create(
            {"activity_id": activity.id, "unit_id": self.unit.id, "resident_id": self.owner.id}
        )
        self._as(self.clerk, "move.out").create(
            {"occupancy_id": self.owner_occupancy.id, "date": TODAY}
        )

    def _make_lent(self):
        kit = self._as(self.service_manager, "kit").create(
            {"name": "First Aid", "place": "Gatehouse", "office_id": self.office.id}
        )
        line = self._as(self.service_manager, "kit.line").create(
            {"kit_id": kit.id, "name": "Bandages", "quantity_wanted": 10}
        )
        self._as(self.clerk, "kit.move").create({"line_id": line.id, "quantity": 10})
        ladder = self.env["convenience.loan.item"].create(
            {"name": "Ladder", "number": "L1", "office_id": self.office.id}
        )
        lent = {"unit_id": self.unit.id, "resident_id": self.owner.id}
        self._as(self.clerk, "loan").create({**lent, "item_id": ladder.id, "due_on": SOON})
        key = self._as(self.clerk, "loan").create(
            {**lent, "kind": "key", "name": "Front door", "key_tag": "K7", "due_on": False}
        )
        key.write(
            {
                "consent_text": "May enter to water the plants.",
                "consent_signed_by": "Owner One",
                "consent_on_paper": True,
            }
        )
        key.action_give_consent()
        self._as(self.clerk, "key.movement").create(
            {"loan_id": key.id, "worker_id": self.worker.id, "purpose": "Plants"}
        )

    def _make_wizards(self):
        payer = {"office_id": self.office.id, "partner_id": self.visitor.id}
        self._as(self.clerk, "collection").create(payer)
        self._as(self.cashier, "prepayment.wizard").create({**payer, "amount": 10.0})
        self._as(self.cashier, "entrusted.wizard").create(
            {"entrusted_id": self.entrusted.id, "kind": "received", "amount": 10.0}
        )
        self._as(self.supervisor, "duty.rota").create({"office_id": self.office.id})
        request = self._request().with_user(self.clerk)
        dearer = self.dearer.with_user(self.clerk)
        for action, values in (
            (request.action_cancel(), {"reason": "Moved"}),
            (dearer.action_accept_raise(), {"signed_name": "Owner One"}),
        ):
            self.env[action["res_model"]].with_user(self.clerk).with_context(
                **action["context"]
            ).create(values)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestChecksOnlyRead(OneOfEach):
    @contextmanager
    def _read_only(self):
        """Nothing is written, locked or numbered in here; all is as before afterwards."""
        savepoint = self.env.cr.savepoint()
        try:
            self.env.cr.execute("SET TRANSACTION READ ONLY")
            yield
            self.env.flush_all()
        finally:
            savepoint.close(rollback=True)

    # ------------------------------------------------------------------ who is asked what

    def _models(self):
        """Yield (name, methods) of the models that have records, and of those that never have."""
        for name, model_class in self.env.registry.items():
            methods = asking_methods(model_class)
            if methods and not (model_class._abstract and self._has_heirs(model_class)):
                yield name, methods

    def _has_heirs(self, model_class):
        """Whether a mixin is asked by way of the models that it is part of."""
        return any(
            not other._abstract and issubclass(other, model_class)
            for other in self.env.registry.values()
        )

    def _samples(self, name):
        """Some records of each state, the latest; the model itself where it never has any."""
        model = self.env[name]
        if model._abstract:
            return [model]
        records = model.with_context(active_test=False).search([], order="id desc", limit=200)
        states = records.grouped("state") if "state" in model._fields else {None: records}
        return [record for same in states.values() for record in same[:SAMPLES]]

    def _calls(self, record, method):
        """Return the arguments of each call of a method on a record."""
        names = [
            parameter.name
            for parameter in inspect.signature(getattr(record, method)).parameters.values()
            if parameter.default is parameter.empty
        ]
        if names == ["move"]:
            state = record.sudo().state
            return [(move,) for move in record._workflow_moves() if move.source == state]
        return [tuple(ARGUMENTS[name](self, record) for name in names)]

    def _ask(self, record, method):
        """Call a method, as the first user who may; return whether anybody got an answer."""
        answered = False
        for arguments in self._calls(record, method):
            for user in (self.env.user, *self.users.values()):
                try:
                    with self._read_only():
                        getattr(record.with_user(user), method)(*arguments)
                    answered = True
                    break
                except AccessError:
                    continue
                except (UserError, ValidationError):
                    answered = True  # refused, and that is an answer
                    break
        return answered

    # ------------------------------------------------------------------ tests

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model")
    def test_no_check_writes(self):
        self._make_one_of_each()
        asked, answered = {}, set()
        for name, methods in self._models():
            if name.startswith("convenience.import."):
                continue  # see below
            samples = self._samples(name)
            for method in methods:
                # what several models have from the same mixin is one method
                function = getattr(self.env.registry[name], method)
                asked.setdefault(function, f"{name}.{method}")
                with self.subTest(model=name, method=method):
                    answers = [self._ask(record, method) for record in samples]
                    if any(answers):
                        answered.add(function)
        never = {label for function, label in asked.items() if function not in answered}
        self.assertFalse(never, "no record gets this far: add one to `OneOfEach`")

    def test_no_check_of_a_sheet_writes(self):
        """A row of each kind is judged, by every check there is for it."""
        kinds = {f"convenience.import.{kind}": kind for kind in SHEETS}
        asked = {name: methods for name, methods in self._models() if name in kinds}
        self.assertEqual(asked.keys(), kinds.keys(), "a kind of sheet without a row here")
        called = set()
        for name, methods in asked.items():
            with self._spied(self.env.registry[name], methods, called), self.subTest(model=name):
                self._examine(kinds[name])
        # what a kind inherits from another, and does not need, is called by that one
        never = {
            f"{name}.{method}"
            for name, methods in asked.items()
            for method in methods
            if getattr(self.env.registry[name], method) not in called
        }
        self.assertFalse(never, "no row gets this far")

    def _examine(self, kind):
        """Judge the sheet of a kind."""
        sheet = SHEETS[kind]
        wizard = self._as(self.importer, "import").create(
            {
                "office_id": self.office.id,
                "kind": kind,
                "file": base64.b64encode(as_csv(list(sheet), [list(sheet.values())])),
                "filename": "sheet.csv",
            }
        )
        with self._read_only():
            wizard._kind()._check_user(self.office)
            wizard._examine()

    @contextmanager
    def _spied(self, model_class, methods, called):
        """Add to `called` which of the methods of a model are called in here."""

        def spy(name):
            original = getattr(model_class, name)

            def method(*arguments, **options):
                called.add(original)
                return original(*arguments, **options)

            return patch.object(model_class, name, method)

        patches = [spy(name) for name in methods]
        for one in patches:
            one.start()
        try:
            yield
        finally:
            for one in patches:
                one.stop()

    @mute_logger("odoo.sql_db")
    def test_a_write_or_a_lock_is_found(self):
        """The transaction refuses what a check must not do."""
        request = self._request()
        for act in (
            lambda: request._write_guarded({"quote_on_site": True}),
            lambda: request.lock_for_update(),
            lambda: self.env["ir.sequence"].next_by_code("convenience.agreement"),
        ):
            with self.assertRaises(ReadOnlySqlTransaction), self._read_only():
                act()
        self.assertFalse(request.quote_on_site)

    def test_work_goes_on_after_a_check(self):
        """Only the check is read-only, not what comes after it."""
        request = self._advance(self._request(), "done")
        with self._read_only():
            request._check_workers()
        request.with_user(self.worker_user).write(signed_paper("The customer"))
        request.with_user(self.worker_user).action_sign()
        self.assertEqual(request.state, "signed")
