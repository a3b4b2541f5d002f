import doctest

from odoo.tests import TransactionCase, tagged

from ..models import grouping, ticks


@tagged("post_install", "-at_install")
class TestTicks(TransactionCase):
    """What is reckoned without a record says itself how."""

    def test_examples_hold(self):
        for module in (ticks, grouping):
            with self.subTest(module=module.__name__):
                outcome = doctest.testmod(module)
                self.assertTrue(outcome.attempted)
                self.assertFalse(outcome.failed)
