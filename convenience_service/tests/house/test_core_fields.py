from odoo.fields import Command
from odoo.tests import tagged

from ..cash.common_till import TillCommon
from ..common import ConvenienceCommon
from .common_core_fields import CoreFieldsCommon


@tagged("post_install", "-at_install")
class TestCoreFields(CoreFieldsCommon, TillCommon, ConvenienceCommon):
    """No field of ours keeps people without our roles from what they do with the ERP's records."""

    module = "convenience_service"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.env["convenience.certificate.type"].create({"name": "Rope Access"})
        cls.item = cls.drain.product_tmpl_id
        cls.item.write(
            {
                "convenience_customer_type_ids": [Command.set((cls.residence | cls.shop).ids)],
                "convenience_certificate_type_ids": [Command.link(cls.certificate.id)],
                "convenience_hours_ids": [
                    Command.create({"customer_type_id": cls.shop.id, "respond_hours": 1.0})
                ],
            }
        )
        cls.owner.write(
            {
                "convenience_invoice_title": "Owner and Sons",
                "convenience_tax_number": "91110000600037341L",
            }
        )
        cls.company._convenience_fund_account("prepayment")
        cls.paid_in = cls.env["account.bank.statement.line"].create(
            {"journal_id": cls.bank.id, "payment_ref": "October", "amount": 80.0}
        )

    def setUp(self):
        super().setUp()
        statement = self._billed()
        receipt = self._take_payment(statement, 30.0)
        invoice = statement.invoice_id
        self.records = {
            "account.bank.statement.line": self.paid_in,
            "account.move": invoice,
            "account.move.line": invoice.invoice_line_ids,
            "account.payment": receipt.payment_id,
            "account.tax": invoice.invoice_line_ids.tax_ids,
            "digest.digest": self.env.ref("convenience_service.digest_week"),
            "product.category": self.item.categ_id,
            "product.template": self.item,
            "product.product": self.drain,
            "res.company": self.company,
            "res.partner": self.owner,
            "res.users": self.strangers["employee"],
        }

    def _billed(self):
        self._october()
        return self._invoice(self._settlement()).statement_ids

    def test_every_model(self):
        """Each model that has a field of ours is looked at, by somebody who may read it."""
        self.assertEqual(set(self._core_fields()), set(self.records))
        self.assertEqual(self._as_strangers(), set(self.records))

    def test_read(self):
        """Lists and forms open; what is in them is exported, grouped and searched."""
        self._as_strangers(self._open, self._export, self._group, self._search)

    def test_written(self):
        """Records are copied, and come back by an import."""
        self._as_strangers(self._copy, self._import_again)
