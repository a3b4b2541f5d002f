from odoo.tests import TransactionCase

DEPOSIT = 300.0


class DepositCommon(TransactionCase):
    """An item whose tariff line asks for a deposit, and what is done with it; comes after the
    office and the tills.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carpet = cls._make_item("Carpet Cleaning", 6)
        cls._approve(
            cls._make_tariff(
                cls.office,
                cls.office._today(),
                [(cls.carpet, 120.0, {"deposit": DEPOSIT})],
                kind="amendment",
            )
        )

    def _deposit(self, **values):
        """The deposit of a new request, still due."""
        request = self._request(items=[(self.carpet, 1)], **values)
        return request.deposit_ids

    def _held(self, amount=DEPOSIT):
        """A deposit that the cashier has received."""
        deposit = self._deposit()
        self._as_cashier(deposit)._receive(amount, self.cash)
        return deposit

    def _as_cashier(self, deposit):
        return deposit.with_user(self.cashier)

    def _as_director(self, deposit):
        return deposit.with_user(self.director)

    def _listed(self, day=None):
        """What the list says is held in all."""
        deposits = self.env["convenience.deposit"]
        return round(sum(deposits._held_on(self.company, day or self.office._today()).values()), 2)

    def _booked(self, day=None):
        """What the ledger says is held in all."""
        deposits = self.env["convenience.deposit"]
        return deposits._ledger_balance(self.company, day or self.office._today())

    def _assert_list_is_ledger(self, amount):
        self.env.flush_all()
        self.assertEqual((self._listed(), self._booked()), (amount, amount))
        held = self.env["convenience.deposit"].search([("company_id", "=", self.company.id)])
        self.assertEqual(round(sum(held.mapped("amount_held")), 2), amount)

    def _bill_of_today(self, amount_of=1):
        """A bill of the owner, invoiced: 80.00 a drain."""
        request = self._october(items=[(self.drain, amount_of)])
        statements = self.env["convenience.statement"]._bill(
            "per_visit",
            self.office,
            {self.owner: [line._prepare_claim() for line in request.line_ids]},
        )
        statements._invoice_now()
        return statements
