from odoo.fields import Command
from odoo.tests import tagged

from ..cash.common_till import TillCommon
from ..cash.common_wallet import WalletCase
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


@tagged("post_install", "-at_install")
class TestMergedContacts(CoreFieldsCommon, WalletCase):
    """An accountant without our roles merges contacts; what they have with us goes along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.flat, cls.twin = cls._make_household("2", "202", "Tenant", role="tenant")

    def _merge(self, kept, gone):
        wizard = (
            self.env["base.partner.merge.automatic.wizard"]
            .with_user(self.strangers["accountant"])
            .create(
                {
                    "partner_ids": [Command.set((kept | gone).ids)],
                    "dst_partner_id": kept.id,
                    "state": "selection",
                }
            )
        )
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertFalse(gone.exists())

    def test_all_goes_along(self):
        self.twin.convenience_tax_number = "91110000600037341L"
        self._october(unit=self.flat, customer=self.twin)
        self._at_the_desk(100.0, partner_id=self.twin.id)
        request, wallet = (
            self.twin.convenience_request_ids,
            self.wallet._find(self.company, self.twin),
        )
        self._merge(self.tenant, self.twin)
        self.assertEqual(self.tenant.convenience_tax_number, "91110000600037341L")
        self.assertEqual(
            self.tenant.convenience_occupancy_ids.unit_id, self.flat | self.tenant_unit
        )
        self.assertEqual((request.customer_id, request.payer_id), (self.tenant, self.tenant))
        self.assertEqual(self.wallet, wallet)
        self.assertLedger()

    def test_prepayments_become_one(self):
        self._at_the_desk(100.0)
        self._at_the_desk(50.0, partner_id=self.twin.id)
        self._at_the_desk(20.0, direction="out", partner_id=self.twin.id)
        self._order(self.sixty)
        self._merge(self.tenant, self.twin)
        self.assertEqual(self._figures(), (150.0, 60.0, 0.0, 20.0, 70.0))
        self.assertEqual(len(self.wallet.movement_ids), 4)
        self.assertEqual(self.wallet.movement_ids.partner_id, self.tenant)
        self.assertLedger()

    def test_billed_in_the_same_month(self):
        """Statements stay papers of their own payers."""
        flat, visitor = self._make_household("3", "301", "Visitor")
        self._october(unit=flat, customer=visitor)
        self._october()
        settlement = self._settlement()
        self.assertEqual(len(settlement.statement_ids), 2)
        with self._refused(f"were each billed in {settlement.display_name}, and their"):
            self._merge(self.owner, visitor)

    def test_registered_twice(self):
        """The same person was entered twice in one home: the desk corrects that first."""
        _unit, again = self._make_household(
            "2", "201", "Tenant", role="tenant", is_main_payer=False
        )
        with self._refused("Tenant, Tenant are both registered in .*201"):
            self._merge(self.tenant, again)
        again.convenience_occupancy_ids.unlink()
        self._merge(self.tenant, again)
