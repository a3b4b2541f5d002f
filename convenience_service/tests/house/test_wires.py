"""What is refused is refused on every wire: to a browser, to other programs, and to a file that is
loaded; in a sentence, and with nothing left behind.
"""

import json
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..cash.common_deposit import DepositCommon
from ..cash.common_wallet import WalletCase

ERP = "odoo.addons.base.models"
QUIET = ("odoo.http", "odoo.sql_db", f"{ERP}.ir_rule", f"{ERP}.ir_model")
NOBODY = 99_999_999
REFUSALS = {"UserError", "AccessError", "ValidationError", "MissingError", "LockError"}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestWires(HttpCase, DepositCommon, WalletCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._make_user("both", cls.company, "group_director", "group_general_manager")
        cls.office.user_ids |= cls.both

    # ------------------------------------------------------------------ the wires

    def _by_browser(self, user, model, method, ids=None, **words):
        """Return (kind of error, what is said) or (None, the result)."""
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": [] if ids is None else [ids],
                        "kwargs": words,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        error = answer.get("error")
        if error:
            return error["data"]["name"].rpartition(".")[2], error["data"]["message"]
        return None, answer.get("result")

    def _by_program(self, user, model, method, ids=None, **words):
        keys = self.env["res.users.apikeys"].with_user(user)
        key = keys._generate("rpc", "test", self.env.cr.now() + timedelta(days=1))
        answer = self.url_open(
            f"/json/2/{model}/{method}",
            json={**words, **({} if ids is None else {"ids": ids})},
            headers={"Authorization": f"Bearer {key}"},
        )
        said = answer.json()
        if answer.ok:
            return None, said
        return said["name"].rpartition(".")[2], said["message"]

    def _by_file(self, user, model, fields, row):
        """Return what the import says of one row."""
        _error, found = self._by_browser(user, model, "load", fields=fields, data=[row])
        self.assertFalse(found["ids"], f"{model} is loaded")
        return " ".join(message["message"] for message in found["messages"])

    def _refused(self, words, user, model, method, ids=None, **arguments):
        """By browser and by program: a sentence with these words, nothing else."""
        for wire in (self._by_browser, self._by_program):
            with self.subTest(wire=wire.__name__, model=model, method=method):
                error, said = wire(user, model, method, ids, **arguments)
                self.assertIn(error, REFUSALS, said)
                self.assertRegex(said.replace("\xa0", " "), words)
                self.env.invalidate_all()

    def _not_loaded(self, words, user, record, **values):
        """By a file that has the record's id."""
        with self.subTest(wire="load", model=record._name):
            said = self._by_file(
                user, record._name, [".id", *values], [str(record.id), *map(str, values.values())]
            )
            self.assertRegex(said.replace("\xa0", " "), words)
            self.env.invalidate_all()

    # ------------------------------------------------------------------ what is refused

    @mute_logger(*QUIET)
    def test_a_mark_and_a_figure(self):
        bill = self._bill_of_today()
        invoice = bill.invoice_id
        receipt = self._prepay(self.owner, 50.0)
        entry = receipt.sudo().payment_id.move_id
        for values in (
            {"convenience_statement_id": False},
            {"amount_residual": 0.0},
            {"payment_state": "paid"},
        ):
            words = "does not change|follows from the books"
            self._refused(words, self.cashier, "account.move", "write", invoice.ids, vals=values)
        mark = {"convenience_purpose": "wallet_use"}
        words = "says where it comes from"
        self._refused(words, self.cashier, "account.move", "write", entry.ids, vals=mark)
        self._not_loaded("follows from the books", self.cashier, invoice, payment_state="paid")
        self._not_loaded("follows from the books", self.cashier, invoice, amount_residual=0)
        self._not_loaded(words, self.cashier, entry, convenience_purpose="wallet_use")
        amount = {"amount": 5.0}
        self._refused(".", self.cashier, "convenience.receipt", "write", receipt.ids, vals=amount)
        self._not_loaded(".", self.cashier, receipt, amount=5)
        self.assertEqual((receipt.amount, invoice.amount_residual), (50.0, 80.0))
        self.assertEqual((invoice.payment_state, entry.convenience_purpose), ("not_paid", False))

    def _prepaying(self, user=None):
        payer = {"partner_id": self.tenant.id, "office_id": self.office.id, "amount": 100.0}
        wizards = self.env["convenience.prepayment.wizard"]
        return wizards.with_user(user or self.cashier).create(payer)

    @mute_logger(*QUIET)
    def test_the_dialog_of_somebody_else(self):
        other = self._make_user("other", self.company, "group_cashier")
        dialog = self._prepaying()
        model, ids = dialog._name, dialog.ids
        words = "not allowed|access|rights|rules"
        self._refused(words, other, model, "read", ids, fields=["amount"])
        self._refused(words, other, model, "write", ids, vals={"amount": 1.0})
        self._refused(words, other, model, "action_apply", ids)
        self._not_loaded(".", other, dialog, amount=1)
        report = (
            self.env["convenience.month.report"]
            .with_user(self.director)
            .create({"office_id": self.office.id, "day": "2026-10-31"})
        )
        address = report.action_download()["url"]
        for user, found in ((self.director, True), (self.both, False), (other, False)):
            self.authenticate(user.login, user.login)
            answer = self.url_open(address)
            self.assertEqual(answer.ok and answer.content[:2] == b"PK", found)
        self.assertEqual((dialog.amount, dialog.is_done), (100.0, False))

    @mute_logger(*QUIET)
    def test_a_second_click(self):
        for wire in (self._by_browser, self._by_program):
            with self.subTest(wire=wire.__name__):
                before = self.wallet.received
                dialog = self._prepaying()
                press = (self.cashier, dialog._name, "action_apply", dialog.ids)
                _none, first = wire(*press)
                error, again = wire(*press)
                self.env.invalidate_all()
                self.assertIsNone(error)
                self.assertEqual(first["report_name"], again["report_name"])
                self.assertEqual(self.wallet.received, before + 100.0)

    @mute_logger(*QUIET)
    def test_an_item_after_the_check_out(self):
        request = self._advance(self._request(), "done")
        line = request.line_ids
        model, words = "convenience.request.line", "."
        for user in (self.worker_user, self.clerk, self.supervisor):
            new = {"request_id": request.id, "product_id": self.bulb.id, "quantity": 1}
            self._refused(words, user, model, "create", vals_list=[new])
            self._refused(words, user, model, "unlink", line.ids)
            commands = {"line_ids": [Command.create({"product_id": self.bulb.id})]}
            self._refused(words, user, "convenience.request", "write", request.ids, vals=commands)
        said = self._by_file(
            self.clerk,
            model,
            ["request_id/.id", "product_id/.id", "quantity"],
            [str(request.id), str(self.bulb.id), "1"],
        )
        self.assertTrue(said)
        self.env.invalidate_all()
        self.assertEqual(request.line_ids, line)

    @mute_logger(*QUIET)
    def test_a_dearer_raise(self):
        request = self._advance(self._request(), "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 2
        seen = request.amount_total
        request.line_ids.with_user(self.worker_user).quantity = 5
        approve = ("convenience.request", "action_approve_raise", request.ids)
        for context in ({"amount_seen": seen}, {}, {"amount_seen": "400"}):
            self._refused("Look at", self.supervisor, *approve, context=context)
        self._refused("approve", self.worker_user, *approve, context={"amount_seen": 400.0})
        approved = {"amount_approved": 400.0}
        for user in (self.worker_user, self.supervisor):
            self._refused(".", user, "convenience.request", "write", request.ids, vals=approved)
        self._not_loaded(".", self.supervisor, request, amount_approved=400)
        self._refused("accept", self.worker_user, "convenience.request", "action_done", request.ids)
        self.assertEqual((request.amount_approved, request.state), (0.0, "in_progress"))

    @mute_logger(*QUIET)
    def test_a_bound(self):
        request, model = self._request(), "convenience.request"
        for values, words in (
            ({"registered_at": "9999-12-31 00:00:00"}, "1900-01-01"),
            ({"phone": "a\x00b"}, "readable"),
            ({"line_ids": [[1, request.line_ids.id, {"quantity": 1e300}]]}, "a number from"),
            ({"no_such_field": 1}, "no_such_field"),
            ({"office_id": False}, "cannot be empty"),
            ({"line_ids": [[1, NOBODY, {"quantity": 1}]]}, "exist|not there"),
        ):
            self._refused(words, self.clerk, model, "write", request.ids, vals=values)
        words = "search cannot be made"
        for domain in ([["no_such_field", "=", 1]], ["|"], [["name", "~", 1]]):
            for method in ("search", "search_count", "search_read"):
                self._refused(words, self.clerk, model, method, domain=domain)
            for method, more in (
                ("formatted_read_group", {"groupby": ["state"], "aggregates": ["__count"]}),
                ("web_search_read", {"specification": {"name": {}}}),
            ):
                self._refused(words, self.clerk, model, method, domain=domain, **more)
        unit = self.unit
        said = self._by_file(self.clerk, unit._name, [".id", "area"], [str(unit.id), "1e400"])
        self.assertIn("a number from", said)
        linked = {"customer_type_id": NOBODY}
        words = "“Used For” is not there"
        self._refused(words, self.clerk, unit._name, "write", unit.ids, vals=linked)

    @mute_logger(*QUIET)
    def test_approval_of_the_own_change(self):
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)])
        tariff.with_user(self.both).action_review()
        tariff.with_user(self.both).action_submit()
        self._refused("yourself", self.both, tariff._name, "action_approve", tariff.ids)
        state = {"state": "approved"}
        self._refused(".", self.both, tariff._name, "write", tariff.ids, vals=state)
        self._not_loaded(".", self.both, tariff, state="approved")
        self._not_loaded(".", self.general_manager, tariff, state="approved")
        self.assertEqual(tariff.state, "submitted")
