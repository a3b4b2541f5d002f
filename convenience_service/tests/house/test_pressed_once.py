"""Every dialog that moves money or decides acts once, however often its button is pressed."""

from datetime import date
from random import Random, randrange

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.service.model import call_kw
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..drawn import SOAK
from .common_one_of_each import OneOfEach

CLICKS = 20
FEW = 5  # of the dialogs, in the normal suite
TODAY, OCTOBER = date(2026, 11, 10), date(2026, 10, 31)
BOOKS = ("account.move", "account.move.line", "account.payment", "account.partial.reconcile")
BESIDE = ("mail.message", "mail.activity", "ir.attachment", "product.template", "res.partner")

# (dialog, button): how the dialogs are made that have it.
ACTING = {
    ("convenience.acceptance.wizard", "action_apply"): ["_accepting"],
    ("convenience.agreement.decision", "action_apply"): [
        *("_ending", "_ending_line", "_suspending", "_renewing", "_pricing"),
    ],
    ("convenience.agreement.line.change", "action_apply"): ["_changing_line", "_adding_line"],
    ("convenience.cash.banking", "action_apply"): ["_banking"],
    ("convenience.cash.count", "action_apply"): ["_counting"],
    ("convenience.collection", "action_give_receipt"): ["_collecting"],
    ("convenience.confidential.telling", "action_forward"): ["_telling_in_confidence"],
    ("convenience.credit", "action_assign"): ["_assigning"],
    ("convenience.credit", "action_pay_back"): ["_over"],
    ("convenience.credit", "action_set_against"): ["_over_and_owing"],
    ("convenience.deposit.wizard", "action_apply"): [
        *("_receiving_deposit", "_applying_deposit", "_refunding_deposit", "_keeping_deposit"),
    ],
    ("convenience.duty.rota", "action_make"): ["_planning_duty"],
    ("convenience.entrusted.wizard", "action_apply"): [
        *("_receiving_entrusted", "_spending_entrusted", "_refunding_entrusted"),
    ],
    ("convenience.hand.over", "action_apply"): ["_handing_over"],
    ("convenience.handover.acceptance", "action_accept"): ["_accepting_handover"],
    ("convenience.move.out.settling", "action_settle"): ["_settling"],
    ("convenience.prepayment.wizard", "action_apply"): ["_prepaying", "_paying_back"],
    ("convenience.price.correction", "action_apply"): ["_correcting"],
    ("convenience.loss.decision", "action_apply"): ["_deciding_on_a_loss"],
    ("convenience.problem.decision", "action_apply"): ["_deciding_on_a_problem"],
    ("convenience.provider.billing", "action_draft"): ["_drafting_bills"],
    ("convenience.put.off", "action_apply"): ["_putting_off"],
    ("convenience.reason.wizard", "action_apply"): ["_cancelling", "_waiving", "_reworking"],
    ("convenience.request.payment", "action_bill"): ["_at_the_till"],
    ("convenience.request.payment", "action_collect"): ["_at_the_till"],
    ("convenience.responsibility.decision", "action_apply"): ["_deciding"],
    ("convenience.statement.payment", "action_pay"): ["_paying"],
    ("convenience.statement.refund", "action_pay_out"): ["_paying_out"],
    ("convenience.take.over", "action_apply"): ["_taking_over"],
    ("convenience.tariff.send.back", "action_apply"): ["_sending_back"],
}
# What opens, prints or downloads, and changes nothing but the dialog.
READING = {
    ("convenience.aged.report", "action_show"),
    ("convenience.agreement.list.wizard", "action_open_list"),
    ("convenience.month.report", "action_open_unbilled"),
    ("convenience.rates", "action_show"),
    ("convenience.rates.line", "action_open_records"),
    ("convenience.takings", "action_open_receipts"),
    *(
        ("convenience.import", f"action_{name}")
        for name in ("check", "restart", "template", "rejects", "open")
    ),
}
PRINTING = {"action_print", "action_download"}
# Goes by the state of the dialog, which other buttons change: see `tests/parties/test_import_flow`.
LOADING = {("convenience.import", "action_load_all"), ("convenience.import", "action_load_good")}


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestPressedOnce(OneOfEach):
    def _pressed(self):
        """Return {(dialog, button)} of the addon, from the registry."""
        return {
            (model._name, name)
            for model in self.env.values()
            if model._transient
            and not model._abstract
            and model._original_module == "convenience_service"
            for name in dir(type(model))
            if name.startswith("action_") and not hasattr(BaseModel, name)
        }

    def _acts_once(self, model, button):
        return any(
            getattr(vars(parent).get(button), "acts_once", False)
            for parent in type(self.env[model]).__mro__
        )

    def test_every_dialog_is_known(self):
        """A new one acts once and is pressed below, or only shows something."""
        pressed = self._pressed()
        once = {(model, button) for model, button in pressed if self._acts_once(model, button)}
        self.assertEqual(once, set(ACTING))
        others = {one for one in pressed - once - READING - LOADING if one[1] not in PRINTING}
        self.assertFalse(others, "neither acts once nor only shows something")
        self.assertFalse(READING - pressed)

    def test_pressed_again_and_again(self):
        cases = [(*pressed, make) for pressed, makers in ACTING.items() for make in makers]
        seed = SOAK or randrange(2**32)
        if not SOAK:
            cases = Random(seed).sample(cases, FEW)
        for model, button, make in cases:
            with self.subTest(dialog=model, button=button, make=make, drawn_with=seed):
                savepoint = self.env.cr.savepoint()
                self._press_on(getattr(self, make)(), model, button)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def _press_on(self, dialog, model, button):
        self.assertEqual(dialog._name, model)
        before = self._everything()
        self._press(dialog, button)
        once = self._everything()
        self.assertNotEqual(once, before, "it does something")
        for _click in range(CLICKS - 1):
            try:
                with self.env.cr.savepoint():
                    answer = self._press(dialog, button)
                self.assertIn("type", answer)
            except UserError as refusal:
                self.assertTrue(str(refusal).strip())
        self.assertEqual(self._everything(), once)

    def _press(self, dialog, button):
        self.env.invalidate_all()
        return call_kw(dialog.browse(), button, [dialog.ids], {})

    def _everything(self):
        """Return what is kept of everything but of dialogs, a number each table."""
        self.env.flush_all()
        tables = {
            model._table
            for model in self.env.values()
            if model._auto and not model._abstract and not model._transient
            if model._name.startswith("convenience.") or model._name in (*BOOKS, *BESIDE)
        }
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT count(*), sum(hashtext(one::text)::bigint) FROM %s one",
                    SQL.identifier(table),
                )
            )
            for table in tables
        }

    # ------------------------------------------------------------------ money

    def _dialog(self, user, model, **values):
        return self._as(user, model).create(values)

    def _prepaying(self):
        payer = {"partner_id": self.tenant.id, "office_id": self.office.id}
        return self._dialog(self.cashier, "prepayment.wizard", **payer, amount=100.0)

    def _paying_back(self):
        self._at_the_desk(100.0)
        payer = {"partner_id": self.tenant.id, "office_id": self.office.id}
        return self._dialog(
            self.cashier, "prepayment.wizard", **payer, direction="out", amount=30.0, memo="Asked"
        )

    def _at_the_till(self):
        return self._till(self._visit())

    def _paying(self):
        bill = self._bill_of_today()
        return self._dialog(
            self.cashier, "statement.payment", statement_ids=[Command.set(bill.ids)], amount=10.0
        )

    def _paying_out(self):
        statement = self._collect(self._visit()).line_ids.statement_id
        self._credit(statement.invoice_id)
        statement.invoice_id.reversal_move_ids.action_post()
        return self._dialog(
            self.cashier, "statement.refund", statement_id=statement.id, amount=10.0, memo="Asked"
        )

    def _collecting(self):
        return self._dialog(
            self.clerk,
            "collection",
            office_id=self.office.id,
            partner_id=self.visitor.id,
            request_ids=[Command.set(self._visit().ids)],
        )

    def _taking_over(self):
        self._give(requests=self._visit())
        self.clerk.active = False
        return self._dialog(
            self.service_manager,
            "take.over",
            office_id=self.office.id,
            left_id=self.clerk.id,
            collector_id=self.supervisor.id,
        )

    def _sending_back(self):
        prices = [(self.drain, 80.0), (self.bulb, 10.0)]
        tariff = self._make_tariff(self.office, date(2027, 1, 1), prices)
        tariff.with_user(self.director).action_review()
        tariff.with_user(self.director).action_submit()
        return self._dialog(
            self.general_manager,
            "tariff.send.back",
            tariff_id=tariff.id,
            line_ids=[Command.set(tariff.line_ids[0].ids)],
            reason="Ask the neighbours' price",
        )

    def _credit_dialog(self, **values):
        payer = {"partner_id": self.visitor.id, "office_id": self.office.id}
        return self._dialog(self.cashier, "credit", **payer, **values)

    def _over(self):
        statement = self._bill_at_the_till()
        self._register_in_erp(statement.invoice_id, amount=100.0)
        return self._credit_dialog()

    def _over_and_owing(self):
        dialog = self._over()
        self._bill_at_the_till(day=16)
        return dialog

    def _bill_at_the_till(self, day=15):
        visit = self._visit(day=day)
        self._till(visit).action_bill()
        return visit.line_ids.statement_line_ids.statement_id

    def _assigning(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.visitor.id,
                "journal_id": self.bank.id,
                "amount": 50.0,
                "date": TODAY,
            }
        )
        payment.action_post()
        items = payment.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        return self._credit_dialog(unassigned_ids=[Command.set(items.ids)])

    def _page(self):
        """Today's page of a till that holds 80.00."""
        till = self._as(self.director, "till").create(
            {
                "name": "Front Desk",
                "office_id": self.office.id,
                "journal_id": self.cash.id,
                "date_start": TODAY,
            }
        )
        self._collect(self._visit(), journal_id=self.cash.id)
        self._as(self.cashier, "cash.book").action_open_books()
        return till.book_ids

    def _counting(self):
        pages = [Command.set(self._page().ids)]
        return self._dialog(self.cashier, "cash.count", book_ids=pages, amount=80.0)

    def _banking(self):
        return self._dialog(self.cashier, "cash.banking", book_id=self._page().id, amount=50.0)

    def _of_deposit(self, kind, amount, deposit=None, **values):
        deposit = deposit or self._held()
        return self._dialog(
            self.director if kind == "kept" else self.cashier,
            "deposit.wizard",
            deposit_ids=[Command.set(deposit.ids)],
            kind=kind,
            amount=amount,
            memo="Asked",
            **values,
        )

    def _receiving_deposit(self):
        return self._of_deposit("received", 100.0, self._deposit())

    def _applying_deposit(self):
        return self._of_deposit("applied", 30.0, statement_id=self._bill_of_today().id)

    def _refunding_deposit(self):
        return self._of_deposit("refunded", 30.0)

    def _keeping_deposit(self):
        return self._of_deposit("kept", 30.0)

    def _of_entrusted(self, kind, amount, **values):
        return self._dialog(
            self.cashier,
            "entrusted.wizard",
            entrusted_id=self.entrusted.id,
            kind=kind,
            amount=amount,
            journal_id=self.cash.id,
            memo="Asked",
            **values,
        )

    def _receiving_entrusted(self):
        return self._of_entrusted("received", 100.0)

    def _spending_entrusted(self):
        voucher = self._voucher()
        return self._of_entrusted("spent", 35.0, voucher_ids=[Command.set(voucher.ids)])

    def _refunding_entrusted(self):
        self.entrusted._receive(100.0, self.cash)
        return self._of_entrusted("refunded", 30.0)

    def _accepting_handover(self):
        self._give(requests=self._visit())
        handover = self._hand_over()
        return self._dialog(
            self.cashier,
            "handover.acceptance",
            handover_id=handover.id,
            amount=handover.amount_total,
            journal_id=self.cash.id,
        )

    def _settling(self):
        self._bill_of_today()
        leaving = self._as(self.clerk, "move.out").create(
            {"occupancy_id": self.flat.occupancy_ids.id, "date": TODAY}
        )
        leaving.action_prepare()
        return self._dialog(
            self.cashier,
            "move.out.settling",
            move_out_id=leaving.id,
            journal_id=self.cash.id,
        )

    def _drafting_bills(self):
        self._rate(self.drain)
        self._job()
        return self._dialog(self.cashier, "provider.billing", office_id=self.office.id, day=OCTOBER)

    # ------------------------------------------------------------------ work

    def _at_work(self):
        return self._advance(self._request(), "in_progress")

    def _accepting(self):
        request = self._at_work()
        request.line_ids.with_user(self.worker_user).quantity = 1.1
        context = request.with_user(self.clerk).action_accept_raise()["context"]
        wizards = self._as(self.clerk, "acceptance.wizard").with_context(**context)
        return wizards.create({"signed_name": "Owner One", "by_phone": True})

    def _handing_over(self):
        another = self._make_worker("W7", None)
        return self._dialog(
            self.supervisor,
            "hand.over",
            request_ids=[Command.set(self._at_work().ids)],
            worker_ids=[Command.set(another.ids)],
            reason="Ill",
        )

    def _putting_off(self):
        return self._dialog(
            self.supervisor,
            "put.off",
            request_ids=[Command.set(self._at_work().ids)],
            until="2026-11-12 04:00:00",
            reason="Nobody in",
        )

    def _correcting(self):
        return self._dialog(
            self.director,
            "price.correction",
            line_id=self._october().line_ids.id,
            price=70.0,
            reason="As agreed",
        )

    def _deciding(self):
        return self._dialog(
            self.supervisor,
            "responsibility.decision",
            request_id=self._at_work().id,
            responsibility="warranty",
            reason="Tile, 2025",
        )

    def _decision(self, user, record, method):
        action = getattr(record.with_user(user), method)()
        wizards = self._as(user, "reason.wizard").with_context(**action["context"])
        return wizards.create({"reason": "Asked"})

    def _cancelling(self):
        return self._decision(self.clerk, self._request(), "action_cancel")

    def _waiving(self):
        return self._decision(self.director, self._october(), "action_waive_billing")

    def _reworking(self):
        request = self._advance(self._request(), "done")
        return self._decision(self.supervisor, request, "action_rework")

    def _telling_in_confidence(self):
        return self._dialog(
            self.clerk,
            "confidential.telling",
            office_id=self.office.id,
            about="Paid to his own code.",
            employee_ids=[Command.set(self.worker.employee_id.ids)],
        )

    def _deciding_on_a_loss(self):
        case = self._as(self.service_manager, "loss.case").create(
            {"office_id": self.office.id, "product_id": self.bulb.id}
        )
        case.action_raise()
        return self._dialog(
            self.director, "loss.decision", case_id=case.id, measure="win", decision="Tell them"
        )

    def _deciding_on_a_problem(self):
        problem = self._as(self.supervisor, "problem").create(
            {"office_id": self.office.id, "about": "Flood", "question": "What now?"}
        )
        return self._dialog(
            self.director,
            "problem.decision",
            problem_id=problem.id,
            decision="Pump it out",
            actor_id=self.clerk.id,
            due_on="2026-11-20",
        )

    def _planning_duty(self):
        return self._dialog(
            self.supervisor,
            "duty.rota",
            office_id=self.office.id,
            date_from="2027-01-01",
            date_to="2027-01-03",
            turn_ids=[Command.create({"user_id": self.clerk.id})],
        )

    # ------------------------------------------------------------------ agreements

    def _of_agreement(self, kind, user=None, **values):
        agreement = self._agreement()
        return self._dialog(
            user or self.director, "agreement.decision", kind=kind,
            **{name: agreement.id if value is None else value for name, value in values.items()},
        )  # fmt: skip

    def _ending(self):
        return self._of_agreement("end", agreement_id=None, date="2026-12-31", reason="Moves")

    def _ending_line(self):
        line = self._agreement().line_ids
        return self._dialog(
            self.director,
            "agreement.decision",
            kind="end_line",
            line_id=line.id,
            date="2026-12-31",
            reason="Moves",
        )

    def _suspending(self):
        return self._of_agreement(
            "suspend", agreement_id=None, date="2026-12-01", date_to="2026-12-20", reason="Away"
        )

    def _renewing(self):
        agreement = self._agreement(date_to="2026-12-31")
        return self._dialog(
            self.director,
            "agreement.decision",
            kind="renew",
            agreement_id=agreement.id,
            date_to="2027-12-31",
        )

    def _pricing(self):
        return self._dialog(
            self.director,
            "agreement.decision",
            kind="agree_price",
            line_id=self._draft().line_ids.id,
            price=300.0,
            reason="Long-standing",
        )

    def _changing_line(self):
        agreement = self._agreement()
        line = self._as(self.clerk, "agreement.line.change").with_context(
            default_agreement_id=agreement.id, default_line_id=agreement.line_ids.id
        )
        return line.create({"date_from": "2026-12-01", "friday": True})

    def _adding_line(self):
        return self._dialog(
            self.clerk,
            "agreement.line.change",
            agreement_id=self._agreement().id,
            product_id=self.wash.id,
            date_from="2026-12-01",
            frequency="weekly",
            monday=True,
        )
