"""Tax invoices credited in part: what is to red-letter, red letters for parts, what stands."""

from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_tax_invoice import TaxInvoiceCase

FIGURES = ("amount_credited", "amount_red", "amount_to_red", "amount_standing")


class RedLetterCase(TaxInvoiceCase):
    def setUp(self):
        super().setUp()
        self.invoice = self._issue(self._apply())

    def _figures(self):
        return tuple(self.invoice[name] for name in FIGURES)

    def _red(self, number, amount=0.0, user=None, reason="worked less"):
        invoice = self.invoice.with_user(user or self.cashier)
        invoice.write({"red_number": number, "red_amount": amount})
        return invoice.action_red_letter_part(reason=reason)

    def _refused(self, attempt, words=""):
        """Refused by right or by rule: an AccessError is a UserError."""
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaisesRegex(UserError, words),
            self.env.cr.savepoint(),
        ):
            attempt()

    def _to_red(self):
        return self.env["convenience.tax.invoice"].search(
            [("is_credited", "=", True), ("office_id", "=", self.office.id)]
        )


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestRedLetter(RedLetterCase):
    def test_a_part_is_credited_red_lettered_and_the_rest_stands(self):
        self.assertEqual((self._figures(), self._to_red().ids), ((0.0, 0.0, 0.0, 80.0), []))
        note = self._credit(30.0)
        self.assertEqual(self._figures(), (30.0, 0.0, 30.0, 80.0))
        self.assertEqual(self._to_red(), self.invoice)
        self._red("87654321")
        self.assertEqual(self._figures(), (30.0, 30.0, 0.0, 50.0))
        self.assertFalse(self._to_red())
        letter = self.invoice.red_letter_ids
        self.assertEqual((letter.number, letter.date), ("87654321", date(2026, 11, 10)))
        self.assertEqual((letter.amount, letter.reason), (30.0, "worked less"))
        self.assertAlmostEqual(letter.amount_tax, note.amount_tax)
        self.assertEqual(letter.credit_note_names, note.name)
        self.assertEqual((self.invoice.state, self.invoice.red_number), ("issued", False))

    def _second_application(self):
        self._october(day=20)
        statement = self._invoice(self._settlement(date(2026, 11, 30))).statement_ids
        self.move = statement.sudo().invoice_id
        self.invoice = self._apply(line_ids=[Command.create({"statement_id": statement.id})])

    def test_credited_before_the_issue_is_not_to_red_letter(self):
        self._second_application()
        note = self._credit(10.0)
        self._issue(self.invoice, "12345679")
        self.assertEqual(self._figures(), (0.0, 0.0, 0.0, 70.0))
        self._refused(note.button_draft, "12345679")
        self._credit(5.0)
        self.assertEqual(self._figures(), (5.0, 0.0, 5.0, 70.0))

    def test_parts_then_the_whole(self):
        self._credit(30.0)
        self._red("87654321", 10.0)
        self._red("87654322")
        self.assertEqual(self.invoice.red_letter_ids.mapped("amount"), [10.0, 20.0])
        tax = sum(self.invoice.red_letter_ids.mapped("amount_tax"))
        self.assertAlmostEqual(tax, self.move.reversal_move_ids.amount_tax)
        self._credit(50.0)
        self.assertEqual(self._figures(), (80.0, 30.0, 50.0, 50.0))
        self._refused(lambda: self._red("87654323"), "the whole of it")
        self.invoice.red_number = "87654323"
        self.invoice.action_red_letter(reason="moved out")
        self.assertEqual((self.invoice.state, self.invoice.red_amount), ("red", 50.0))
        self.assertEqual(self._figures(), (80.0, 80.0, 0.0, 0.0))

    def test_refusals_are_sentences(self):
        self._refused(lambda: self._red("87654321"), "Post the credit note first")
        self._credit(30.0)
        self._refused(lambda: self._red("87654321", 30.01), "Post the credit note first")
        self._refused(lambda: self._red("87654321", -1.0), "Post the credit note first")
        self._refused(lambda: self._red(False), "Red-Letter Number")
        self._refused(lambda: self._red("8765432"), "8 or 20 digits")
        self._refused(self._red_on_the_eleventh, "still to come")
        self.assertFalse(self.invoice.red_letter_ids)

    def _red_on_the_eleventh(self):
        self.invoice.date_red = date(2026, 11, 11)
        self._red("87654321")

    def test_a_number_is_taken_once(self):
        self._credit(30.0)
        self._red("87654321", 10.0)
        for attempt in (
            lambda: self._red("87654321", 10.0),
            lambda: self.invoice.write({"red_number": "87654321"}),
        ):
            self._refused(attempt, "another red letter")

    def test_a_credit_that_is_red_lettered_stays(self):
        first, second = self._credit(30.0), self._credit(20.0)
        self._red("87654321", 30.0)
        second.button_draft()
        self._refused(first.button_draft, "by a red letter")
        self.assertEqual(self._figures(), (30.0, 30.0, 0.0, 50.0))

    def test_application_has_nothing_to_red_letter(self):
        self._second_application()
        self._credit(10.0)
        self.assertEqual(self._figures(), (0.0, 0.0, 0.0, 0.0))
        self._refused(lambda: self._red("87654321"))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestRedLetterAttacks(RedLetterCase):
    def test_by_the_cashier_alone(self):
        self._credit(30.0)
        self.invoice.red_number = "87654321"
        for role, user in self.users.items():
            if role != "cashier":
                invoice = self.invoice.with_user(user)
                with self.subTest(role=role):
                    self._refused(lambda i=invoice: i.action_red_letter_part(reason="mine"))
                    self._refused(lambda i=invoice: i.write({"red_amount": 1.0}))

    def test_nobody_writes_red_letters(self):
        self._credit(30.0)
        self._red("87654321", 10.0)
        for role, user in self.users.items():
            letter = self.invoice.red_letter_ids.with_user(user)
            readers = ("clerk", "supervisor", "service_manager", "director", "cashier")
            with self.subTest(role=role):
                self.assertEqual(letter.has_access("read"), role in (*readers, "general_manager"))
                self._refused(lambda letter=letter: letter.write({"amount": 1.0}))
                self._refused(letter.unlink)
                self._refused(lambda letter=letter: letter.create(letter.sudo().copy_data()))

    def test_other_offices_do_not_see_it(self):
        self._credit(30.0)
        self._red("87654321", 10.0)
        clerk = self._make_user("clerk_of_nowhere", self.company, "group_clerk")
        self.assertFalse(self.invoice.red_letter_ids.with_user(clerk).has_access("read"))


@freeze_time("2026-11-10 02:00:00")
@tagged("post_install", "-at_install")
class TestRedLetterRegister(RedLetterCase):
    def _register(self, day=date(2026, 11, 1)):
        report = self.env["report.convenience_service.report_tax_invoice_register"].with_user(
            self.cashier
        )
        wizard = self.env["convenience.month.report"].create(
            {"office_id": self.office.id, "day": day, "document": "tax_invoices"}
        )
        (period,) = report._periods([], wizard._prepare_data())
        return [table.rows for table in report._tables(period)]

    def test_what_is_to_red_letter_is_listed(self):
        self._credit(30.0)
        to_red = self._register()[3]
        self.assertEqual([row[0] for row in to_red], ["12345678"])
        self.assertEqual(to_red[0][3:], [80.0, 30.0, 0.0, 30.0, 80.0])

    def test_parts_and_whole_add_up_to_what_was_issued(self):
        self._credit(30.0)
        self._red("87654321")
        (part,) = self._register()[1]
        self.assertEqual((part[0], part[6]), ("87654321", -30.0))
        self.assertEqual(len(self._register()), 3, "nothing left to red-letter")
        self._credit(50.0)
        self.invoice.red_number = "87654322"
        self.invoice.action_red_letter(reason="moved out")
        issued, red, _applied = self._register()
        self.assertEqual([row[6] for row in red], [-30.0, -50.0])
        for place in (4, 5, 6):
            self.assertAlmostEqual(sum(row[place] for row in issued + red), 0.0)
