from odoo.tests import tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestMonth(ConvenienceCommon):
    def test_month_end_to_end(self):
        request = self._advance(self._request(items=[(self.drain, 2), (self.bulb, 3)]), "reviewed")
        self.assertEqual(request.amount_total, 190.0)
        settlement = self._settlement(request.date_done)
        self.assertEqual(settlement.amount_total, 190.0)
        self._invoice(settlement)
        statement = settlement.statement_ids
        self.assertEqual(statement.state, "invoiced", statement.error)
        self.assertEqual(settlement.state, "done")
        self.assertEqual(statement.invoice_id.state, "posted")
        self.assertEqual(statement.invoice_id.amount_total, 190.0)
        self.assertEqual(request.billing_state, "billed")
