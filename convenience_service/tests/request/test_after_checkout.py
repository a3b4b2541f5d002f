from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestAfterCheckout(ConvenienceCommon):
    """From the check-out on, what was done stays on record until somebody signs for it."""

    def _done(self, items=None):
        return self._advance(self._request(items=items), "done")

    def test_items_neither_come_nor_go(self):
        request = self._done([(self.drain, 1), (self.taxi, 1)])
        line = request.line_ids[:1]
        own = request.with_user(self.clerk)
        for attempt in (
            lambda: line.with_user(self.clerk).unlink(),
            lambda: own.write({"line_ids": [Command.clear()]}),
            lambda: own.write({"line_ids": [Command.delete(line.id)]}),
            lambda: own.write({"line_ids": [Command.create({"product_id": self.bulb.id})]}),
            lambda: line.with_user(self.clerk).write({"product_id": self.taxi.id}),
        ):
            with (
                self.subTest(attempt=attempt),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                attempt()
        self.assertEqual(request.amount_total, 80.0)
        self.assertTrue(request.signature_required)

    def test_back_at_work_they_do(self):
        request = self._done([(self.drain, 1), (self.bulb, 1)])
        request.with_user(self.supervisor).action_rework(reason="The bulb is dark again")
        request.line_ids[1:].with_user(self.clerk).unlink()
        self.assertEqual(request.amount_total, 80.0)

    def test_the_signature_stays_though_the_paid_item_goes(self):
        """The clerk takes the paid item off while the worker is at it."""
        request = self._advance(self._request(items=[(self.drain, 1), (self.taxi, 1)]), "assigned")
        paid = request.line_ids.filtered("amount")
        paid.with_user(self.clerk).unlink()
        request.with_user(self.worker_user).action_start()
        request.with_user(self.worker_user).action_done()
        self.assertTrue(request.signature_required)
        with self.assertRaises(UserError):
            request.with_user(self.supervisor).action_review()

    def test_a_lowered_quantity_is_told_and_marked(self):
        request = self._done([(self.drain, 2)])
        line = request.line_ids
        line.with_user(self.worker_user).quantity = 0.01
        self.assertEqual((line.quantity_done, request.is_quantity_lowered), (2.0, True))
        note = request.message_ids[:1].body
        self.assertIn("2", note)
        self.assertIn("0.01", note)
        line.with_user(self.worker_user).quantity = 3
        self.assertEqual((line.quantity_done, request.is_quantity_lowered), (2.0, False))

    def test_what_was_checked_out_with_is_nobodys_to_write(self):
        line = self._done([(self.drain, 2)]).line_ids
        line.with_user(self.worker_user).quantity = 1
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.with_user(self.worker_user).write({"quantity_done": 0.0})
        self.assertEqual(line.quantity_done, 2.0)

    def test_a_correction_before_the_check_out_is_none(self):
        request = self._advance(self._request(items=[(self.drain, 2)]), "in_progress")
        request.line_ids.with_user(self.worker_user).quantity = 1
        self.assertFalse(request.is_quantity_lowered)
