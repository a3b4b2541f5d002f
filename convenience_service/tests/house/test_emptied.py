"""A document whose lines make it what it is does not lose them all at once, by whatever command."""

from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..drawn import SOAK
from .common_one_of_each import SOON, OneOfEach

OCTOBER = date(2026, 10, 31)
WRITING = ("clerk", "director", "cashier")  # between them they write most of what is written


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 04:00:00")
class TestEmptied(OneOfEach):
    def _make_documents(self):
        self._make_requests()
        self._october(day=12)
        self._apply_for(self._invoice(self._settlement()).statement_ids)
        self._agreement()
        tariff = self._make_tariff(self.office, SOON, [(self.drain, 85.0)], kind="amendment")
        tariff.with_user(self.director).action_review()
        tariff.with_user(self.director).action_submit()
        self._at_the_desk(100.0)
        self._held()
        self._collect(self._visit(day=13))
        self._give(requests=self._visit(day=14))
        self._hand_over()
        self._rate(self.drain)
        self._job()
        self._as(self.cashier, "provider.bill")._draft_month(self.office, OCTOBER)

    def _documents(self):
        """Yield each document past its draft that has lines, with the field that has them."""
        for model, field, domain in (
            ("tariff", "line_ids", [("state", "in", ("submitted", "approved"))]),
            ("agreement", "line_ids", [("state", "=", "active")]),
            ("request", "line_ids", []),
            ("quotation", "line_ids", [("state", "!=", "draft")]),
            ("settlement", "statement_ids", [("state", "!=", "draft")]),
            ("statement", "line_ids", [("state", "!=", "draft")]),
            ("receipt", "line_ids", []),
            ("handover", "receipt_ids", [("state", "!=", "draft")]),
            ("deposit", "movement_ids", []),
            ("wallet", "movement_ids", []),
            ("tax.invoice", "line_ids", []),
            ("provider.bill", "claim_ids", []),
        ):
            domain = [*domain, ("company_id", "=", self.company.id)]
            records = self.env[f"convenience.{model}"].search(domain)
            states = records.grouped("state" if "state" in records._fields else "id")
            found = [record for own in states.values() for record in own if record[field]]
            self.assertTrue(found, f"there is a {model} with {field}")
            for record in self._one_a_state(found):
                yield record, field

    def _one_a_state(self, records):
        named = {record["state"] if "state" in record._fields else "": record for record in records}
        return named.values()

    def _emptying(self, lines):
        yield [Command.clear()]
        yield [Command.set([])]
        yield [Command.delete(line) for line in lines.ids]
        yield [Command.unlink(line) for line in lines.ids]

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models.unlink", "odoo.sql_db")
    def test_no_document_is_emptied(self):
        self._make_documents()
        roles = self.users if SOAK else {role: self.users[role] for role in WRITING}
        for record, field in self._documents():
            lines = record[field]
            for role, user in roles.items():
                for commands in self._emptying(lines):
                    with self.subTest(record=record, role=role, commands=commands):
                        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
                            own = record.with_user(user)
                            call_kw(own.browse(), "write", [own.ids, {field: commands}], {})
                            self.env.flush_all()
                        self.assertTrue(str(refused.exception).strip())
                        self.env.invalidate_all()
                        self.assertEqual(record[field], lines)

    def test_no_dialog_acts_on_nothing(self):
        payer = {"office_id": self.office.id, "partner_id": self.visitor.id}
        request = self._request()
        nothing = [Command.clear()]
        reason = {"reason": "Because"}
        for model, user, values, button in (
            ("statement.payment", self.cashier, {"statement_ids": nothing}, "action_pay"),
            ("request.payment", self.cashier, {"request_ids": nothing}, "action_collect"),
            ("request.payment", self.cashier, {"request_ids": nothing}, "action_bill"),
            (
                "collection",
                self.clerk,
                {**payer, "statement_ids": nothing, "request_ids": nothing},
                "action_give_receipt",
            ),
            (
                "deposit.wizard",
                self.cashier,
                {"deposit_ids": nothing, "kind": "refunded", "memo": "Because"},
                "action_apply",
            ),
            (
                "entrusted.wizard",
                self.cashier,
                {"entrusted_id": self.entrusted.id, "kind": "spent", "voucher_ids": nothing},
                "action_apply",
            ),
            (
                "hand.over",
                self.supervisor,
                {"request_ids": nothing, "worker_ids": [self.worker.id], **reason},
                "action_apply",
            ),
            (
                "hand.over",
                self.supervisor,
                {"request_ids": request.ids, "worker_ids": nothing, **reason},
                "action_apply",
            ),
            (
                "put.off",
                self.supervisor,
                {"request_ids": nothing, "until": "2026-11-12 04:00:00", **reason},
                "action_apply",
            ),
            ("duty.rota", self.supervisor, {"turn_ids": nothing}, "action_make"),
        ):
            with self.subTest(dialog=model, button=button):
                before = self._booked()
                with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
                    dialog = self._as(user, model).create(values)
                    call_kw(dialog.browse(), button, [dialog.ids], {})
                self.assertTrue(str(refused.exception).strip())
                self.assertEqual(self._booked(), before)

    def _booked(self):
        counted = ("convenience.receipt", "convenience.statement", "account.move")
        return [self.env[name].search_count([]) for name in (*counted, "convenience.move.log")]
