"""Tax invoices: applied for, issued, collected, red-lettered; one live one for a statement."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..common import ConvenienceCommon

FIRM = {
    "title": "Garden Ltd.",
    "tax_number": "91310000MA1K3YJ12X",
    "address_phone": "1 Garden Road, 021-1",
    "bank_account": "ICBC 6222",
}


class _UndoError(Exception):
    """Takes an attempt back that went through."""


class TaxInvoiceCase(ConvenienceCommon):
    def setUp(self):
        super().setUp()
        self._october()
        self._invoice(self._settlement())
        self.statement = self.env["convenience.statement"].search(
            [("office_id", "=", self.office.id)]
        )
        self.move = self.statement.sudo().invoice_id

    def _apply(self, user=None, **values):
        return (
            self.env["convenience.tax.invoice"]
            .with_user(user or self.clerk)
            .create(
                {
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "line_ids": [Command.create({"statement_id": self.statement.id})],
                    **values,
                }
            )
        )

    def _issue(self, invoice, number="12345678"):
        invoice = invoice.with_user(self.cashier)
        invoice.number = number
        invoice.action_issue()
        return invoice

    def _credit(self, amount=None):
        """Credit the invoice in full or in part, and post the note."""
        if amount is None:
            return self.move._reverse_moves([{"invoice_date": date(2026, 11, 5)}], cancel=True)
        note = self.move._reverse_moves([{"invoice_date": date(2026, 11, 5)}])
        note.invoice_line_ids.price_unit = amount
        note.action_post()
        return note


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestTaxInvoice(TaxInvoiceCase):
    def test_life_of_a_tax_invoice(self):
        invoice = self._apply()
        self.assertEqual((invoice.title, invoice.amount_total), ("Owner One", 80.0))
        self.assertAlmostEqual(invoice.amount_tax, self.move.amount_tax)
        self._issue(invoice)
        self.assertEqual((invoice.state, invoice.date_issued), ("issued", date(2026, 11, 10)))
        if "fapiao" in self.move._fields:
            self.assertEqual(self.move.fapiao, "12345678")
        invoice.collected_by = "Owner One"
        invoice.action_collect()
        self.assertEqual((invoice.state, invoice.handed_over_by_id), ("collected", self.clerk))

    def test_cancelled_application_frees_the_statement(self):
        self._apply().action_cancel(reason="wrong title")
        self.assertEqual(self._apply().state, "applied")

    def test_a_statement_is_covered_once(self):
        self._apply()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._apply(self.cashier)

    def test_number_is_unique(self):
        self._issue(self._apply())
        self._october(day=20, items=[(self.bulb, 1)])
        other = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        second = self._apply(line_ids=[Command.create({"statement_id": other.id})])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._issue(second)
            second.flush_recordset()

    def test_what_a_buyer_has_to_give(self):
        for values, firm, accepted in (
            ({}, False, True),
            ({"title": " "}, False, False),
            ({}, True, False),
            ({"tax_number": FIRM["tax_number"]}, True, True),
            ({"tax_number": " 91310000ma1k3yj12x "}, True, True),
            ({"tax_number": "A" * 15}, True, True),
            ({"tax_number": "A" * 16}, True, False),
            ({"tax_number": "A" * 17}, True, True),
            ({"tax_number": "A" * 19}, True, False),
            ({"tax_number": "A" * 20}, True, True),
            ({"tax_number": "91310000MA1K3YJ12-"}, True, False),
            ({"kind": "special"}, False, False),
            ({"kind": "special", **FIRM}, False, True),
            ({"kind": "special", **FIRM, "bank_account": ""}, True, False),
        ):
            with self.subTest(values=values, firm=firm):
                self.owner.is_company = firm
                self.assertEqual(self._is_accepted(values), accepted)

    def _is_accepted(self, values):
        """Whether the application can be saved; nothing of it stays."""
        result = []
        try:
            with self.env.cr.savepoint():
                self._apply(**values)
                result.append(True)
                raise _UndoError
        except (UserError, _UndoError):
            return bool(result)
        finally:
            self.env.invalidate_all()

    def test_numbers_and_days_at_their_boundaries(self):
        invoice = self._apply().with_user(self.cashier)
        for name, value, accepted in (
            ("number", "1234567", False),
            ("number", "12345678", True),
            ("number", "123456789", False),
            ("number", "1" * 20, True),
            ("number", "1234567a", False),
            ("date_issued", date(2026, 11, 11), False),
            ("date_issued", date(2026, 11, 10), True),
        ):
            with self.subTest(name=name, value=value):
                if accepted:
                    invoice[name] = value
                    invoice.flush_recordset()
                else:
                    with self.assertRaises(ValidationError):
                        invoice[name] = value

    def test_what_was_given_is_remembered(self):
        self._apply(**FIRM).action_cancel(reason="later")
        form = Form(self.env["convenience.tax.invoice"].with_user(self.clerk))
        form.partner_id = self.owner
        self.assertEqual({name: form[name] for name in FIRM}, FIRM)

    def test_issue_needs_number(self):
        with self.assertRaisesRegex(UserError, "Tax Invoice Number"):
            self._apply().with_user(self.cashier).action_issue()


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestTaxInvoiceAndLedger(TaxInvoiceCase):
    def test_issued_holds_the_invoice(self):
        self._issue(self._apply())
        for attempt in (self.move.button_draft, self.move.button_cancel):
            with self.assertRaisesRegex(UserError, "red-letter"), self.env.cr.savepoint():
                attempt()
        self.assertEqual(self.move.state, "posted")

    def test_application_holds_nothing(self):
        self._apply()
        self.move.button_draft()
        self.assertEqual(self.move.state, "draft")

    def test_amount_is_less_the_credit_at_issue(self):
        invoice = self._apply()
        self._credit(30.0)
        self.assertEqual(self._issue(invoice).amount_total, 50.0)

    def test_nothing_left_is_not_issued(self):
        invoice = self._apply()
        self._credit()
        with self.assertRaisesRegex(UserError, "nothing to issue"):
            self._issue(invoice)

    def test_red_letter_needs_the_whole_credit(self):
        invoice = self._issue(self._apply())
        invoice.red_number = "87654321"
        with self.assertRaisesRegex(UserError, "not credited in full"), self.env.cr.savepoint():
            invoice.action_red_letter(reason="wrong")
        self._credit(30.0)
        with self.assertRaisesRegex(UserError, "not credited in full"), self.env.cr.savepoint():
            invoice.action_red_letter(reason="wrong")
        note = self.move._reverse_moves([{"invoice_date": date(2026, 11, 6)}])
        note.invoice_line_ids.price_unit = 50.0
        note.action_post()
        self.assertTrue(invoice.is_credited)
        invoice.action_red_letter(reason="wrong")
        self.assertEqual((invoice.state, invoice.red_reason), ("red", "wrong"))
        self.assertIn(note.name, invoice.credit_note_names)

    def test_credited_work_is_billed_and_covered_anew(self):
        invoice = self._issue(self._apply())
        self._credit()
        invoice.red_number = "87654321"
        invoice.action_red_letter(reason="wrong")
        statement = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        with self.assertRaisesRegex(UserError, "nothing to issue"), self.env.cr.savepoint():
            self._apply()
        again = self._apply(line_ids=[Command.create({"statement_id": statement.id})])
        self.assertEqual(self._issue(again, "12345679").amount_total, 80.0)


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestTaxInvoiceAttacks(TaxInvoiceCase):
    def _refused(self, attempt):
        """Refused by right or by rule: an AccessError is a UserError."""
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            attempt()

    def test_steps_by_role(self):
        for action, allowed in (
            ("create", ("clerk", "supervisor", "service_manager", "director", "cashier")),
            ("issue", ("cashier",)),
        ):
            for role, user in self.users.items():
                with self.subTest(action=action, role=role):
                    self.assertEqual(self._can(action, user), role in allowed)

    def _can(self, action, user):
        done = False
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.addons.base.models.ir_model"):
                if action == "create":
                    self._apply(user)
                else:
                    invoice = self._apply()
                    invoice.with_user(self.cashier).number = "12345678"
                    invoice.with_user(user).action_issue()
                done = True
                raise _UndoError
        except (UserError, _UndoError):
            return done
        finally:
            self.env.invalidate_all()

    def test_clerk_enters_no_number_and_no_state(self):
        invoice = self._apply(number="12345678", state="issued", amount_total=1.0)
        self.assertEqual((invoice.number, invoice.state), (False, "applied"))
        self.assertEqual(invoice.amount_total, 80.0)
        for values in ({"number": "12345678"}, {"state": "issued"}, {"red_number": "12345678"}):
            self._refused(lambda values=values: invoice.write(values))

    def test_nothing_changes_once_issued(self):
        invoice = self._issue(self._apply())
        line = invoice.line_ids
        for values in ({"title": "Other"}, {"number": "11111111"}, {"kind": "special"}):
            self._refused(lambda values=values: invoice.write(values))
        self._refused(lambda: line.write({"amount": 1.0}))
        self._refused(lambda: line.write({"active": False}))
        self._refused(line.unlink)
        self._refused(invoice.unlink)
        self._refused(lambda: invoice.action_cancel(reason="no"))

    def test_only_own_payer_and_office(self):
        _unit, other = self._make_household("1", "102", "Owner Two")
        self._refused(lambda: self._apply(partner_id=other.id))
        office = self._make_office("Other", self.company, self.director)
        self._refused(lambda: self._apply(office_id=office.id))

    def test_cashier_does_not_write_amounts(self):
        line = self._apply(self.cashier).line_ids
        self._refused(lambda: line.write({"amount": 1.0}))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestTaxInvoicePapers(TaxInvoiceCase):
    def _register(self, day):
        report = self.env["report.convenience_service.report_tax_invoice_register"].with_user(
            self.cashier
        )
        wizard = self.env["convenience.month.report"].create(
            {"office_id": self.office.id, "day": day, "document": "tax_invoices"}
        )
        (period,) = report._periods([], wizard._prepare_data())
        return [[row[0] for row in table.rows] for table in report._tables(period)]

    def test_register_by_month(self):
        invoice = self._apply()
        self.assertEqual(self._register(date(2026, 11, 1)), [[], [], [invoice.name]])
        self._issue(invoice)
        self._credit()
        invoice.with_user(self.cashier).red_number = "87654321"
        invoice.with_user(self.cashier).action_red_letter(reason="wrong")
        self.assertEqual(self._register(date(2026, 11, 1)), [["12345678"], ["87654321"], []])
        self.assertEqual(self._register(date(2026, 10, 1)), [[], [], []])

    def test_the_application_says_item_rate_net_tax_and_gross(self):
        invoice = self._apply(**FIRM)
        report = self.env["report.convenience_service.report_tax_invoice"].with_user(self.clerk)
        (paper,) = report._get_report_values(invoice.ids)["papers"]
        ((number, _period, item, rate, *amounts),) = paper["lines"]
        self.assertEqual((number, item), (self.statement.name, "Drain Unblocking"))
        self.assertEqual(rate, "6%")
        self.assertEqual(amounts, ["75.47", "4.53", "80.00"])
        self.assertEqual(paper["sums"], amounts)
        self.assertEqual(paper["capitals"], "人民币捌拾元整")

    def test_the_application_takes_off_what_was_credited(self):
        self._credit(30.0)
        invoice = self._apply(**FIRM)
        report = self.env["report.convenience_service.report_tax_invoice"].with_user(self.clerk)
        (paper,) = report._get_report_values(invoice.ids)["papers"]
        self.assertEqual([row[-1] for row in paper["lines"]], ["50.00"])
        self._issue(invoice)
        self._credit(10.0)
        (paper,) = report._get_report_values(invoice.ids)["papers"]
        self.assertEqual([row[-1] for row in paper["lines"]], ["50.00"], "credited after it")

    def test_papers_print(self):
        invoice = self._issue(self._apply(**FIRM))
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        html = reports._render_qweb_html("convenience_service.report_tax_invoice", invoice.ids)[0]
        for text in (FIRM["title"], FIRM["tax_number"], self.statement.name, "80.00"):
            self.assertIn(text, html.decode())
        wizard = (
            self.env["convenience.month.report"]
            .with_user(self.cashier)
            .create(
                {"office_id": self.office.id, "day": date(2026, 11, 1), "document": "tax_invoices"}
            )
        )
        html = reports.with_user(self.cashier)._render_qweb_html(
            wizard._report_name(), [], data=wizard._prepare_data()
        )[0]
        self.assertIn("12345678", html.decode())
        self.assertTrue(wizard._xlsx().startswith(b"PK"))
