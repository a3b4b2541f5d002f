"""Whatever is served in whatever quantity: the invoice says to the fen what the statement says."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConvenienceCommon
from ..drawn import drawn

VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # item
        st.decimals("0.01", "999.99", places=2),  # price
        st.decimals("0.01", "60", places=2),  # quantity
    ),
    min_size=1,
    max_size=8,
)


@tagged("post_install", "-at_install")
class TestMoney(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cleaning = cls._make_item("Cleaning", 9)
        cls.items = [cls.drain, cls.bulb, cls.cleaning]

    def _statement(self, visits):
        statement = (
            self.env["convenience.statement"]
            .sudo()
            .create(
                {
                    "kind": "move_out",
                    "office_id": self.office.id,
                    "partner_id": self.owner.id,
                    "date_from": date(2026, 10, 1),
                    "date_to": date(2026, 10, 31),
                }
            )
        )
        self.env["convenience.statement.line"].create(
            [self._prepare_line(statement, *visit) for visit in visits]
        )
        return statement

    def _prepare_line(self, statement, item, price, quantity):
        product = self.items[item]
        return {
            "statement_id": statement.id,
            "product_id": product.id,
            "name": product.name,
            "quantity": float(quantity),
            "uom_id": product.uom_id.id,
            "price_unit": float(price),
            "tax_ids": [Command.set(product.taxes_id.ids)],
            "amount": float(self._fen(price * quantity)),
        }

    @staticmethod
    def _fen(amount):
        return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @given(visits=VISITS)
    @drawn(40)
    def test_invoice_total_is_the_sum_of_the_visits(self, visits):
        statement = self._statement(visits)
        statement.with_user(self.cashier)._move_to("confirmed")
        statement._invoice()
        total = sum(self._fen(price * quantity) for _item, price, quantity in visits)
        self.assertEqual(Decimal(f"{statement.amount_total:.2f}"), total)
        self.assertEqual(Decimal(f"{statement.invoice_id.amount_total:.2f}"), total)
        receivable = statement.invoice_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        self.assertEqual(Decimal(f"{sum(receivable.mapped('debit')):.2f}"), total)
        self.assertEqual(statement.line_ids.move_line_id, statement.invoice_id.invoice_line_ids)

    @given(
        price=st.decimals("0.01", "9999.99", places=2),
        quantity=st.decimals("0.01", "1000", places=2),
    )
    @drawn(60)
    def test_amount_of_a_visit_is_price_times_quantity_to_the_fen(self, price, quantity):
        line = self.env["convenience.request.line"].new(
            {"quantity": float(quantity), "price_unit": float(price), "company_id": self.company.id}
        )
        self.assertEqual(Decimal(f"{line.amount:.2f}"), self._fen(price * quantity))
