"""Every button that asks for a reason, pressed through the dialog by every role that has it."""

import ast
import inspect
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import Form, freeze_time, tagged
from odoo.tools.safe_eval import safe_eval
from odoo.tools.view_validation import get_expression_field_names

from ...models.guard.reason import asks_reason, reasoned_actions
from ..cash.common_deposit import DepositCommon
from ..cash.common_till import TillCommon
from ..cash.common_wallet import WalletCase
from ..request.common_quotation import QuotationCase

REASON = "Asked by the customer"
DIALOG = "convenience.reason.wizard"


class Case(NamedTuple):
    """A record that waits for the decision, what it is afterwards, and where the reason is kept."""

    make: str
    after: dict
    kept: str = "log_ids.reason"


CASES = {
    ("convenience.activity", "action_cancel"): [Case("_open_activity", {"state": "cancelled"})],
    ("convenience.cash.book", "action_approve_difference"): [
        Case("_counted_page", {"amount_difference": 0.0, "difference_reason": REASON})
    ],
    ("convenience.cash.book", "action_reopen"): [Case("_counted_page", {"state": "open"})],
    ("convenience.confidential", "action_pass_up"): [
        Case("_told_in_confidence", {"addressee": "general_manager"}, kept="passed_up_reason")
    ],
    ("convenience.entrusted.voucher", "action_reject"): [
        Case("_entered_voucher", {"state": "rejected"})
    ],
    ("convenience.complaint", "action_answer"): [
        Case("_complained", {"state": "new"}, kept="step_ids.name")
    ],
    ("convenience.complaint", "action_climb"): [
        Case("_complained", {"state": "new", "climbed_to": 1})
    ],
    ("convenience.complaint", "action_reopen"): [
        Case("_resolved_complaint", {"state": "handling", "reopened_count": 1})
    ],
    ("convenience.complaint", "action_not_accepted"): [
        Case("_reopened_complaint", {"state": "unaccepted"})
    ],
    ("convenience.evaluation", "action_answer"): [
        Case("_shown_evaluation", {"state": "shown"}, kept="answer")
    ],
    ("convenience.loss.case", "action_reject"): [
        Case("_losing", {"state": "rejected"}),
        Case("_losing_raised", {"state": "rejected"}),
    ],
    ("convenience.loss.case", "action_again"): [Case("_losing_followed", {"state": "raised"})],
    ("convenience.problem", "action_return"): [Case("_reported_problem", {"state": "decided"})],
    ("convenience.handover", "action_return"): [Case("_submitted_handover", {"state": "returned"})],
    ("convenience.erasure", "action_keep"): [Case("_erasure_proposed", {"state": "kept"})],
    ("convenience.loan", "action_lose"): [Case("_lent", {"state": "lost", "lost_reason": REASON})],
    ("convenience.merge.proposal", "action_refuse"): [
        Case("_merge_proposed", {"state": "refused"})
    ],
    ("convenience.move.out", "action_cancel"): [Case("_move_out", {"state": "cancelled"})],
    ("convenience.notice", "action_withdraw"): [
        Case("_published_notice", {"state": "withdrawn", "withdrawal_reason": REASON})
    ],
    ("convenience.quotation", "action_refuse"): [Case("_offered", {"state": "refused"})],
    ("convenience.quotation", "action_withdraw"): [
        Case("_drafted", {"state": "withdrawn"}),
        Case("_offered", {"state": "withdrawn"}),
    ],
    ("convenience.receipt", "action_cancel"): [
        Case("_collected_receipt", {"state": "cancelled"}),
        Case("_booked_receipt", {"state": "cancelled"}),
    ],
    ("convenience.receipt", "action_keep_as_prepayment"): [
        Case("_collected_twice", {"state": "cancelled"})
    ],
    ("convenience.request", "action_cancel"): [
        Case("_new", {"state": "cancelled"}),
        Case("_assigned", {"state": "cancelled"}),
        Case("_in_progress", {"state": "cancelled"}),
    ],
    ("convenience.request", "action_refuse_signature"): [
        Case("_done", {"state": "in_progress", "rework_count": 1})
    ],
    ("convenience.request", "action_return"): [
        Case("_assigned", {"state": "new", "worker_ids": []}),
        Case("_in_progress", {"state": "new", "worker_ids": []}),
    ],
    ("convenience.request", "action_rework"): [
        Case("_done", {"state": "in_progress", "rework_count": 1})
    ],
    ("convenience.request", "action_waive_billing"): [
        Case("_october", {"billing_waived": True}, kept="billing_waived_reason")
    ],
    ("convenience.request", "action_waive_deposit"): [
        Case("_waiting_for_deposit", {"deposit_due": 0.0}, kept="deposit_ids.movement_ids.reason")
    ],
    ("convenience.request", "action_waive_prepayment"): [
        Case("_not_prepaid", {"prepayment_waived": True}, kept="prepayment_waived_reason")
    ],
    ("convenience.request", "action_wasted_trip"): [
        Case("_assigned", {"state": "new", "wasted_trip_count": 1}),
        Case("_in_progress", {"state": "new", "wasted_trip_count": 1}),
    ],
    ("convenience.round.finding", "action_send_back"): [Case("_mended_finding", {"state": "open"})],
    ("convenience.statement", "action_cancel"): [
        Case("_confirmed_statement", {"state": "cancelled"})
    ],
    ("convenience.tariff", "action_reject"): [
        Case("_submitted_tariff", {"state": "rejected", "rejection_reason": REASON})
    ],
    ("convenience.tax.invoice", "action_cancel"): [
        Case("_applied_for", {"state": "cancelled"}),
    ],
    ("convenience.tax.invoice", "action_red_letter"): [
        Case("_credited_in_full", {"state": "red", "red_reason": REASON})
    ],
    ("convenience.tax.invoice", "action_red_letter_part"): [
        Case(
            "_credited_in_part",
            {"state": "issued", "amount_red": 30.0, "amount_to_red": 0.0, "red_number": False},
            kept="red_letter_ids.reason",
        )
    ],
}


class Button(NamedTuple):
    """A button of a screen: what it calls, and the conditions that hide it."""

    model: str
    method: str
    hidden: tuple = ()


def buttons_in(env, node, model, hidden=()):
    """Yield the `Button`s of an arch and of the lists and forms inside it."""
    hidden += tuple(filter(None, [node.get("invisible")]))
    if node.get("type") == "object" and node.get("name"):
        yield Button(model, node.get("name"), hidden)
    if node.tag == "field" and len(node) and node.get("name") in env[model]._fields:
        model = env[model]._fields[node.get("name")].comodel_name or model
    for child in node.iterchildren(tag=etree.Element):
        yield from buttons_in(env, child, model, hidden)


def declared(env):
    """Return {(model, method)} of every decision that is declared to ask for a reason."""
    return {
        (name, method)
        for name in env.registry
        if not env[name]._abstract
        for method in reasoned_actions(env[name])
    }


class Declared:
    @asks_reason("Cancel")
    def action_cancel(self, reason=None):
        return reason


class Extended(Declared):
    def action_cancel(self, reason=None):
        return super().action_cancel(reason)


@tagged("post_install", "-at_install")
class TestReasonDeclarations(WalletCase):
    """What is declared, what the screens offer and what is tested are the same."""

    def _our_buttons(self):
        """Return every button of the addons' screens, whoever sees it."""
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "convenience.%"), ("mode", "=", "primary"), ("type", "!=", "qweb")]
        )
        return {
            button
            for view in views
            for button in buttons_in(
                self.env, etree.fromstring(view.get_combined_arch()), view.model
            )
        }

    def test_every_declared_decision_is_pressed_below(self):
        self.assertEqual(declared(self.env), set(CASES))

    def test_every_button_that_takes_a_reason_declares_it(self):
        """A method that is given a reason and does not ask for it would be a dead button."""
        asking = {
            (button.model, button.method)
            for button in self._our_buttons()
            if "reason"
            in inspect.signature(getattr(type(self.env[button.model]), button.method)).parameters
        }
        self.assertEqual(asking, declared(self.env))

    def test_nobody_else_opens_the_dialog(self):
        """Whoever opened it for a method that is not declared would make a dead button."""
        addon = Path(get_module_path("convenience_service"))
        openers = {
            path.relative_to(addon).as_posix()
            for path in addon.glob("**/*.py")
            if "tests" not in path.parts
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if (isinstance(node, ast.Attribute) and node.attr == "_ask_reason")
            or (isinstance(node, ast.Constant) and node.value == "convenience.reason.wizard")
        }
        self.assertEqual(
            openers,
            {
                "models/guard/reason.py",
                "models/guard/workflow.py",
                "wizards/guard/reason.py",
            },
        )

    def test_an_extension_need_not_declare_again(self):
        self.assertEqual(reasoned_actions(Extended()), {"action_cancel"})

    def test_the_title_is_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        request = self._request().with_user(self.clerk)
        self.assertEqual(request.action_cancel()["name"], "Cancel the Request")
        self.assertEqual(request.with_context(lang="zh_CN").action_cancel()["name"], "取消服务单")

    # ------------------------------------------------------------------ remote callers

    def _dialog(self, record, method, user, **values):
        return (
            self.env["convenience.reason.wizard"]
            .with_user(user)
            .create(
                {
                    "res_model": record._name,
                    "res_ids": record.ids,
                    "method": method,
                    "reason": REASON,
                    **values,
                }
            )
        )

    def test_nothing_else_is_called_through_the_dialog(self):
        request = self._request()
        for model, method in (
            ("convenience.request", "action_assign"),
            ("convenience.request", "_move_to"),
            ("convenience.request", "unlink"),
            ("convenience.request", "asks_reason"),
            ("convenience.request", "action_reject"),  # a decision, but of another model
            ("convenience.agreement", "action_cancel"),
            ("res.partner", "action_cancel"),
            ("no.such.model", "action_cancel"),
        ):
            dialog = self._dialog(request, method, self.director, res_model=model)
            with (
                self.subTest(model=model, method=method),
                self.assertRaisesRegex(UserError, "not one that asks for a reason"),
            ):
                dialog.action_apply()
        self.assertEqual(request.state, "new")

    def test_the_dialog_gives_no_rights(self):
        request = self._request()
        for user in (self.cashier, self.worker_user, self.general_manager):
            dialog = self._dialog(request, "action_cancel", user)
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                dialog.action_apply()
        self.assertEqual(request.state, "new")

    def test_blanks_are_no_reason(self):
        request = self._request()
        dialog = self._dialog(request, "action_cancel", self.clerk, reason=" \n ")
        with self.assertRaisesRegex(UserError, "Enter the reason first"):
            dialog.action_apply()
        self.assertEqual(request.state, "new")


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestReasonDialogs(DepositCommon, TillCommon, WalletCase, QuotationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxi.convenience_kind = "errand"

    # ------------------------------------------------------------------ who has which button

    def _screens(self, user):
        """Yield (model, view id, type) of the screens that menus and links lead a user to."""
        Menu = self.env["ir.ui.menu"].with_user(user)
        menus = Menu.sudo().browse(Menu._visible_menu_ids())
        for action in {menu.action for menu in menus if menu.action}:
            if action._name == "ir.actions.act_window" and action.res_model in self.env:
                yield from ((action.res_model, view, kind) for view, kind in action.views)
        yield from ((model, False, "form") for model, _method in CASES)

    def _buttons_of(self, user):
        """Return the buttons that the screens of the user offer."""
        buttons = set()
        for model, view, kind in set(self._screens(user)):
            records = self.env[model].with_user(user)
            if kind in ("form", "list", "kanban") and records.has_access("read"):
                arch = etree.fromstring(records.get_view(view, kind)["arch"])
                buttons.update(buttons_in(self.env, arch, model))
        return {button for button in buttons if (button.model, button.method) in CASES}

    def _is_shown(self, button, record):
        """Whether a button shows on the record, as the user reads it."""
        return record.has_access("read") and not any(
            safe_eval(hidden, self._values(record, hidden)) for hidden in button.hidden
        )

    def _values(self, record, condition):
        """Return the values of the fields that a condition of a screen names."""
        fields = [name for name in get_expression_field_names(condition) if name in record._fields]
        return {
            name: record[name].ids if record._fields[name].relational else record[name]
            for name in fields
        }

    # ------------------------------------------------------------------ pressed

    def test_every_dialog_is_pressed_by_every_role_that_has_it(self):
        buttons = {role: self._buttons_of(user) for role, user in self.users.items()}
        for (model, method), cases in CASES.items():
            for case in cases:
                with self.subTest(model=model, method=method, record=case.make), self._undone():
                    record = getattr(self, case.make)().with_user(self.env.user)
                    self.assertEqual(record._name, model)
                    self._press_by_all(buttons, record, method, case)

    def _press_by_all(self, buttons, record, method, case):
        pressed = set()
        for role, own in buttons.items():
            user = self.users[role]
            if any(
                self._is_shown(button, record.with_user(user))
                for button in own
                if (button.model, button.method) == (record._name, method)
            ):
                pressed.add(role)
                with self.subTest(role=role), self._undone():
                    self._press(record.with_user(user), method)
                    self._assert_decided(record, case)
        self.assertTrue(pressed, "a button that nobody has")

    def _press(self, own, method):
        action = getattr(own, method)()
        self.assertEqual((action["res_model"], action["target"]), (DIALOG, "new"))
        self.assertTrue(action["name"])
        with Form(own.env[DIALOG].with_context(**action["context"])) as form:
            form.reason = f" {REASON} "
        form.record.action_apply()

    def _assert_decided(self, record, case):
        self.env.invalidate_all()
        self.assertRecordValues(record, [case.after])
        self.assertIn(REASON, record.mapped(case.kept))

    @contextmanager
    def _undone(self):
        """What is done inside is taken back."""
        with self.env.cr.savepoint() as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()

    # ------------------------------------------------------------------ records that wait

    def _new(self):
        return self._request()

    def _assigned(self):
        return self._advance(self._request(), "assigned")

    def _in_progress(self):
        return self._advance(self._request(), "in_progress")

    def _done(self):
        return self._advance(self._request(), "done")

    def _waiting_for_deposit(self):
        return self._deposit().request_id

    def _not_prepaid(self):
        return self._order(self.sixty)

    def _drafted(self):
        return self._quotation(self._request(items=[(self.painting, 1)]), [{"price": 100.0}])

    def _offered(self):
        return self._offer(self._request(items=[(self.painting, 1)]), 100.0)

    def _open_activity(self):
        activity = (
            self.env["convenience.activity"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "Lantern Evening",
                    "office_id": self.office.id,
                    "start_at": "2026-12-01 11:00:00",
                    "end_at": "2026-12-01 13:00:00",
                    "seats": 3,
                }
            )
        )
        activity.action_open()
        return activity

    def _lent(self):
        values = {
            "name": "Trolley",
            "unit_id": self.unit.id,
            "resident_id": self.owner.id,
            "due_on": date(2026, 11, 12),
        }
        return self.env["convenience.loan"].with_user(self.clerk).create(values)

    def _move_out(self):
        values = {"occupancy_id": self.owner_occupancy.id, "date": date(2026, 11, 10)}
        return self.env["convenience.move.out"].with_user(self.clerk).create(values)

    def _entered_voucher(self):
        errand = self._advance(self._request(items=[(self.taxi, 1)]), "in_progress")
        entrusted = self.env["convenience.entrusted"].with_user(self.worker_user)._open_for(errand)
        return entrusted.voucher_ids.create(
            {
                "entrusted_id": entrusted.id,
                "name": "Train ticket",
                "payee": "Railway",
                "number": "T-1",
                "amount": 35.0,
            }
        )

    def _published_notice(self):
        notice = self.env["convenience.notice"].create(
            {"name": "Lift", "text": "It rests on Friday.", "office_id": self.office.id}
        )
        notice.with_user(self.service_manager).action_publish()
        return notice

    def _submitted_tariff(self):
        tariff = self._make_tariff(self.office, date(2027, 1, 1), [(self.drain, 80.0)], year=2027)
        tariff.with_user(self.director).action_review()
        tariff.with_user(self.director).action_submit()
        return tariff

    def _erasure_proposed(self):
        return self.env["convenience.erasure"]._create_guarded(
            [
                {
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "date_left": date(2024, 1, 1),
                }
            ]
        )

    def _losing(self):
        return (
            self.env["convenience.loss.case"]
            .with_user(self.service_manager)
            .create({"office_id": self.office.id, "product_id": self.drain.id})
        )

    def _losing_raised(self):
        case = self._losing()
        case.action_raise()
        return case

    def _losing_followed(self):
        case = self._losing_raised()
        case.with_user(self.director)._decide("other", "Another firm is asked")
        return case

    def _complained(self):
        return (
            self.env["convenience.complaint"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "about": "Late"})
        )

    def _resolved_complaint(self):
        """By nobody of the roles, so that each of them may ask the customer."""
        complaint = self._complained()
        handler = self._make_user("handler", self.company, "group_supervisor")
        self.office.user_ids |= handler
        own = complaint.with_user(handler)
        own.action_handle()
        own.resolution = "Apologised."
        own.action_resolve()
        return complaint

    def _reopened_complaint(self):
        complaint = self._resolved_complaint()
        for _time in range(2):
            complaint.with_user(self.clerk).action_reopen("Still not done")
            complaint.with_user(complaint.resolved_by_id).action_resolve()
        return complaint

    def _shown_evaluation(self):
        evaluations = self.env["convenience.evaluation"].with_user(self.service_manager)
        evaluation = evaluations.create(
            {
                "office_id": self.office.id,
                "kind": "employee",
                "employee_id": self.worker.employee_id.id,
                "date_to": date(2026, 10, 1),
            }
        )
        evaluation.action_show()
        return evaluation

    def _reported_problem(self):
        problem = (
            self.env["convenience.problem"]
            .with_user(self.supervisor)
            .create({"office_id": self.office.id, "about": "Flood", "question": "What now?"})
        )
        problem.with_user(self.director)._decide("Pump it out", self.clerk, date(2026, 11, 12))
        problem.with_user(self.clerk).result = "Dry"
        problem.with_user(self.clerk).action_report()
        return problem

    def _told_in_confidence(self):
        dialog = (
            self.env["convenience.confidential.telling"]
            .with_user(self.clerk)
            .create({"office_id": self.office.id, "about": "Paid to his own code."})
        )
        dialog.action_forward()
        return self.env["convenience.confidential"].search([("name", "=", dialog.slip_id.name)])

    def _mended_finding(self):
        finding = (
            self.env["convenience.round.finding"]
            .with_user(self.director)
            .create(
                {
                    "office_id": self.office.id,
                    "place": "Cellar",
                    "about": "The lamp is out.",
                    "responsible_id": self.clerk.id,
                    "date_due": self.office._today(),
                }
            )
        )
        own = finding.with_user(self.clerk)
        own.mending = "A new lamp."
        own.action_mend()
        return finding

    def _merge_proposed(self):
        return (
            self.env["convenience.merge.proposal"]
            .with_user(self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "survivor_id": self.owner.id,
                    "double_ids": [Command.set(self.tenant.ids)],
                    "reason": "Same identity card",
                }
            )
        )

    # ------------------------------------------------------------------ money that waits

    def _collected_receipt(self):
        return self._give(requests=self._visit())

    def _collected_twice(self):
        request = self._visit()
        self._till(request).action_bill()
        bill = request.line_ids.statement_line_ids.statement_id
        receipt = self._give(statements=bill)
        self._register_in_erp(bill.invoice_id)
        return receipt

    def _booked_receipt(self):
        return self._prepay(self.tenant, 100.0)

    def _submitted_handover(self):
        self._collected_receipt()
        return self._hand_over()

    def _counted_page(self):
        """More was counted than the book of a new till says."""
        till = self.env["convenience.till"].create(
            {"name": "Front Desk", "office_id": self.office.id, "journal_id": self.cash.id}
        )
        books = self.env["convenience.cash.book"].with_user(self.cashier)
        books.action_open_books()
        book = books.search([("till_id", "=", till.id)], limit=1)
        book._count(book.amount_closing + 5.0)
        return book.with_user(self.env.user)

    def _confirmed_statement(self):
        self._october()
        return self._confirm(self._settlement()).statement_ids

    def _applied_for(self):
        self._october()
        statement = self._invoice(self._settlement()).statement_ids
        return (
            self.env["convenience.tax.invoice"]
            .with_user(self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "line_ids": [Command.create({"statement_id": statement.id})],
                }
            )
        )

    def _issued(self):
        invoice = self._applied_for().with_user(self.cashier)
        invoice.number = "12345678"
        invoice.action_issue()
        return invoice

    def _credited(self, **price):
        """An issued tax invoice of which this much is credited, with the red letter's number."""
        invoice = self._issued()
        billed = invoice.sudo().line_ids.statement_id.invoice_id
        note = billed._reverse_moves([{"invoice_date": date(2026, 11, 5)}])
        note.invoice_line_ids.write(price)
        note.action_post()
        invoice.red_number = "87654321"
        return invoice

    def _credited_in_part(self):
        return self._credited(price_unit=30.0)

    def _credited_in_full(self):
        return self._credited()
