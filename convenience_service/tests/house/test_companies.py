"""Two offices of two companies in one database: nobody sees or bills across."""

from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..common import ROLES, ConvenienceCommon, signed_paper

MODELS = (
    "convenience.office",
    "convenience.unit",
    "convenience.occupancy",
    "convenience.worker",
    "convenience.tariff",
    "convenience.tariff.line",
    "convenience.request",
    "convenience.request.line",
    "convenience.settlement",
    "convenience.settlement.waiting",
    "convenience.statement",
    "convenience.statement.line",
    "convenience.move.log",
)


@tagged("post_install", "-at_install")
class TestCompanies(ConvenienceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls._make_company("Lake Property Management")
        cls.others = {role: cls._make_user(role, cls.other_company) for role in ROLES}
        other_importer = cls._make_user(
            "importer", cls.other_company, "group_sheet_import", "group_director"
        )
        cls.other_office = cls._make_office(
            "Lake Side",
            cls.other_company,
            cls.env["res.users"].concat(*cls.others.values()) | other_importer,
        )
        cls.other_worker = cls._make_worker("W1", cls.others["worker_user"], cls.other_office)
        cls.other_department = cls.env["hr.department"].create(
            {"name": "Engineering", "company_id": cls.other_company.id}
        )
        tax = cls.env["account.tax"]._convenience_included_tax(cls.other_company, 9)
        cls.drain.taxes_id |= tax
        cls.other_tax = tax
        tariff = cls._make_tariff(
            cls.other_office,
            date(2026, 1, 1),
            [(cls.drain, 55.0, {"department_id": cls.other_department.id})],
        )
        cls._approve(tariff, cls.others["director"], cls.others["general_manager"])
        cls.other_unit, cls.other_owner = cls._make_household(
            "1", "101", "Lake Owner", office=cls.other_office
        )
        cls.other_importer = other_importer

    def _other_request(self, **values):
        workers = [Command.set(self.other_worker.employee_id.ids)]
        values = self._prepare_request(
            self.other_unit, self.other_owner, **{"worker_ids": workers, **values}
        )
        requests = self.env["convenience.request"].with_user(self.other_importer)
        request = requests._register_many(
            [{**values, "name": "L1", "registered_at": datetime(2026, 10, 3, 1)}]
        )
        request._move_to(
            "done", via="import", values={request.id: {"done_at": datetime(2026, 10, 3, 3)}}
        )
        request.write(signed_paper("The customer"))
        request._move_to("signed", via="import")
        request.with_user(self.others["supervisor"]).action_review()
        return request

    def _month(self):
        """Both offices' October, compiled."""
        self._october()
        request = self._other_request()
        ours = self._settlement()
        theirs = (
            self.env["convenience.settlement"]
            .with_user(self.others["service_manager"])
            .create({"office_id": self.other_office.id, "date_to": date(2026, 10, 31)})
        )
        theirs.action_compile()
        return ours, theirs, request

    def test_same_item_own_price_and_tax(self):
        ours, theirs, request = self._month()
        self.assertEqual(request.line_ids.tax_ids, self.other_tax)
        self.assertEqual((ours.amount_total, theirs.amount_total), (80.0, 55.0))

    def test_nobody_sees_across(self):
        self._month()
        for users, foreign in ((self.users, self.other_office), (self.others, self.office)):
            for role, user in users.items():
                for model in MODELS:
                    records = self.env[model].with_user(user)
                    if not records.has_access("read"):
                        continue
                    seen = records.search([])
                    company = seen.sudo().company_id
                    with self.subTest(role=role, model=model):
                        self.assertFalse(company - user.company_id)
                        everything = (
                            self.env[model]
                            .sudo()
                            .search([("company_id", "=", foreign.company_id.id)])
                        )
                        if everything:
                            with self.assertRaises(AccessError):
                                everything[:1].with_user(user).read(["id", "company_id"])

    def test_a_second_office_of_the_same_company_is_closed_to_the_desk(self):
        annex = self._make_office("Annex", self.company, self.env["res.users"])
        self._make_household("9", "901", "Annex Owner", office=annex)
        for role in ("clerk", "supervisor", "service_manager", "director", "worker_user"):
            units = self.env["convenience.unit"].with_user(self.users[role])
            self.assertFalse(units.search([("office_id", "=", annex.id)]), role)
        for role in ("cashier", "general_manager"):
            units = self.env["convenience.unit"].with_user(self.users[role])
            self.assertTrue(units.search([("office_id", "=", annex.id)]), role)
        annex.user_ids |= self.clerk
        self.assertTrue(
            self.env["convenience.unit"]
            .with_user(self.clerk)
            .search([("office_id", "=", annex.id)])
        )

    def test_a_settlement_takes_its_own_office_only(self):
        ours, theirs, request = self._month()
        self.assertEqual(theirs.statement_ids.line_ids.request_line_id.request_id, request)
        self.assertNotIn(request, ours.statement_ids.line_ids.request_line_id.request_id)

    def test_invoices_stay_in_their_company(self):
        ours, theirs, _request = self._month()
        theirs.action_review()
        theirs.with_user(self.others["cashier"]).action_confirm()
        self._invoice(ours)
        theirs.invalidate_recordset()
        for settlement, company in ((ours, self.company), (theirs, self.other_company)):
            invoice = settlement.sudo().statement_ids.invoice_id
            self.assertEqual(
                (invoice.company_id, invoice.journal_id.company_id), (company, company)
            )
            self.assertEqual(invoice.line_ids.account_id.company_ids, company)
            self.assertEqual(invoice.state, "posted")

    def test_nobody_acts_across(self):
        ours, theirs, request = self._month()
        for user, action in (
            (self.users["service_manager"], lambda own: own(theirs).action_review()),
            (self.users["cashier"], lambda own: own(theirs).action_confirm()),
            (self.others["service_manager"], lambda own: own(ours).action_compile()),
            (
                self.users["director"],
                lambda own: own(request).action_waive_billing(reason="not mine"),
            ),
            (
                self.users["director"],
                lambda own: own(request.line_ids).correct_price(1.0, "not mine"),
            ),
            (self.users["clerk"], lambda own: own(request).write({"note": "not mine"})),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                action(lambda records, user=user: records.with_user(user))

    def test_a_request_cannot_be_placed_across(self):
        values = self._prepare_request(self.other_unit, self.other_owner)
        with self.assertRaises(AccessError):
            self.env["convenience.request"].with_user(self.clerk).create(values)

    def test_providers_are_billed_by_the_company_they_worked_for(self):
        provider = self.env["res.partner"].create({"name": "Plumbers"})
        self.drain.supplier_taxes_id = [Command.clear()]
        row = {"provider_id": provider.id, "worker_ids": []}
        own, other = self._october(**row), self._other_request(**row)
        rates = self.env["convenience.provider.rate"]
        for request, price in ((own, 50.0), (other, 30.0)):
            rates.create(
                {
                    "partner_id": provider.id,
                    "company_id": request.company_id.id,
                    "price": price,
                    "date_from": date(2026, 1, 1),
                }
            )
        cron = self.env.ref("convenience_service.ir_cron_draft_provider_bills")
        with freeze_time(datetime(2026, 11, 10, 2)), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        bills = self.env["convenience.provider.bill"].search([("partner_id", "=", provider.id)])
        drafted = {(bill.company_id, bill.move_id.company_id, bill.amount_total) for bill in bills}
        self.assertEqual(
            drafted,
            {
                (self.company, self.company, 50.0),
                (self.other_company, self.other_company, 30.0),
            },
        )
        self.assertEqual(bills.move_id.journal_id.company_id, self.company | self.other_company)
        for bill in bills.with_user(self.cashier):
            self.assertEqual(bill.has_access("read"), bill.sudo().company_id == self.company)
