"""What is called a check asks and does nothing: it runs where nothing can be written or locked.

Every method of our models named `_check…`, `_obstacle…` or `_is_…` is found by itself, and called
on records in every state they are in, in a read-only transaction. One that no record reaches, or
that needs an argument that `ARGUMENTS` does not have, fails the test.
"""

import base64
import inspect
import re
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from psycopg2.errors import ReadOnlySqlTransaction

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...models.aftercare.formulas import Counts
from ...models.offer.tariff_line import TariffKey
from ..common import signed_paper
from ..parties.common_import import as_csv
from .common_one_of_each import SOON, TODAY, OneOfEach

ASKING = re.compile(r"_(check|obstacle)|_is_")
OURS = "odoo.addons.convenience_service"
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
    "arrears": {
        "Name": "Owner One", "Building": "1", "Entrance": "", "Room": "101", "Month": "2025-12",
        "Item": "Cleaning", "Amount": "80",
    },
    "prepayments": {
        "Name": "Owner One", "Building": "1", "Entrance": "", "Room": "101", "Amount": "80",
    },
    "deposits": {
        "Name": "Owner One", "Building": "1", "Entrance": "", "Room": "101", "Item": "Keys",
        "Old Receipt": "7", "Amount": "80",
    },
    "agreements": {
        "Agreement Number": "XY-1", "Name": "Owner One", "Building": "1", "Entrance": "",
        "Room": "101", "Service": "Drain Unblocking", "Price Basis": "Per-visit", "Price": "80",
        "Frequency": "Weekly", "Start": "2026-02-01",
    },
    "receipts": {"First Receipt Number": "9001"},
}  # fmt: skip
# What a parameter of that name is given, from the test and the record that is asked.
ARGUMENTS = {
    "acceptance": lambda test, record: test.accepted,
    "agreement": lambda test, record: test.env["convenience.agreement"].search(
        [("date_to", "!=", False)], limit=1
    ),
    "amount": lambda test, record: 1.0,
    "changes": lambda test, record: {"quantity": 2.0},
    "collector": lambda test, record: test.supervisor,
    "counts": lambda test, record: Counts(finished=3, answers=2, satisfied=2),
    "counted": lambda test, record: 1.0,
    "day": lambda test, record: TODAY,
    "decision": lambda test, record: "Ask a firm",
    "deposit": lambda test, record: test.held,
    "document": lambda test, record: "A document",
    "first": lambda test, record: TODAY,
    "journal": lambda test, record: test.cash,
    "key": lambda test, record: TariffKey(test.office.id, test.drain.id, test.residence.id, TODAY),
    "last": lambda test, record: SOON,
    "limit": lambda test, record: 1.0,
    "line": lambda test, record: record.line_ids[:1],
    "lines": lambda test, record: record.line_ids,
    "measure": lambda test, record: "other",
    "moment": lambda test, record: datetime(2026, 11, 10, 2),
    "name": lambda test, record: "deposit_id",
    "needed": lambda test, record: 1.0,
    "numbers": lambda test, record: ["87654321"],
    "left": lambda test, record: test.clerk,
    "office": lambda test, record: test.office,
    "offices": lambda test, record: test.office,
    "payers": lambda test, record: test.owner,
    "price": lambda test, record: 1.0,
    "product": lambda test, record: test.drain,
    "reason": lambda test, record: "Because",
    "receipt": lambda test, record: test.env["convenience.receipt"].search([], limit=1),
    "records": lambda test, record: test.env["convenience.request"].search([], limit=5),
    "remedy": lambda test, record: "Have that done.",
    "seen": lambda test, record: 1.0,
    "shift": lambda test, record: test.env["convenience.duty"],
    "staff": lambda test, record: record.sudo()._staff(),
    "state": lambda test, record: "assigned",
    "statement": lambda test, record: test.env["convenience.statement"].search([], limit=1),
    "states": lambda test, record: ("in_progress",),
    "user": lambda test, record: test.clerk,
    "until": lambda test, record: datetime(2026, 12, 1, 2),
    "vals": lambda test, record: {"quantity": 1.0, "price": 1.0},
    "vals_list": lambda test, record: [{}],
    "workers": lambda test, record: test.env["convenience.worker"].concat(
        *record.sudo()._staff().values()
    ),
    "values": lambda test, record: {"ceiling": 1.0, "review_on": SOON},
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
        # opening balances are for who has accounting rights as well
        self.importer.group_ids |= self.env.ref("convenience_service.group_cashier")
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
