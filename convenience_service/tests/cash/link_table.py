"""Every way by which a login with accounting rights reaches entries, their items, payments,
reconciliations and lines of bank statements: each column that ties or counts, each button, each
dialog of the ERP, on one record of each kind that money of residents is booked by.
"""

import inspect
from typing import Any, NamedTuple

from odoo.fields import Command
from odoo.tests import new_test_user

from .common_entries import EntryCommon

MODELS = (
    "account.move",
    "account.move.line",
    "account.payment",
    "account.partial.reconcile",
    "account.bank.statement.line",
)
# What lists are kept by beside the records themselves.
KEPT_BY = ("account.account", "res.partner", "res.currency", "account.journal")
STATES = {"matching_number", "reconciled", "checked", "is_reconciled", "is_matched"}
STATE_WORDS = ("state", "type", "status", "convenience", "auto_post")
BUTTON_WORDS = ("action_", "button_", "js_", "reconcile", "remove_", "mark_", "unmark_", "refresh_")
# Of these entries the items are tried one by one as well.
BY_ITEM = ("unpaid", "paid", "paid by wallet", "prepayment", "wallet transfer", "deposit", "draft")
# One of a kind is enough to be tried; others are what the columns are set to.
NOT_TRIED = ("part payment", "back of wallet", "deposit transfer", "spent", "paid by deposit")
STAMPS = {"id", "create_uid", "create_date", "write_uid", "write_date"}
RIGHTS = {
    "invoicing": "account.group_account_invoice",
    "bookkeeper": "account.group_account_user",
    "adviser": "account.group_account_manager",
}
ERP = "odoo.addons.account"
# What a program leaves behind that calls the buttons of the screens.
FORCED = {"force_delete": True, "dynamic_unlink": True}


class Cell(NamedTuple):
    """One attempt: who, which way, on which kind of record, with which column or button."""

    login: str
    way: str
    kind: str
    what: str
    value: Any = None


class LinkTable(EntryCommon):
    """The books, and the table of attempts on them."""

    chart = "cn"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logins = {"cashier": cls.cashier}
        for login, group in RIGHTS.items():
            cls.logins[login] = new_test_user(
                cls.env,
                login=f"{login}_{cls.company.id}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        both = cls._make_user("both", cls.company, "group_director")
        both.group_ids |= cls.env.ref("account.group_account_invoice")
        cls.office.user_ids |= both
        cls.logins["director"] = both
        cls.other = cls.env["account.account"].create(
            {"name": "Other", "code": "224199", "account_type": "liability_current"}
        )

    # ------------------------------------------------------------------ one of each kind

    def _make_books(self):
        """Return {kind: record} of what the product and the ERP's screens book."""
        deposit, kept = self._held(), {}
        kept["prepayment"] = self._paid(self._at_the_desk(300.0))
        request = self._advance(self._order(self.drain), "reviewed")
        self._billing()
        kept["paid by wallet"] = self._bill_of(request).invoice_id
        used = self.wallet.movement_ids.filtered(lambda one: one.kind == "used")
        kept["wallet transfer"] = used.entry_id
        kept["back of wallet"] = self._paid(self._at_the_desk(20.0, "out"))
        for kind in ("unpaid", "part paid", "paid", "paid by deposit", "credited"):
            kept[kind] = self._bill_of_today().invoice_id
        part = self._take_payment(self._statement(kept["part paid"]), 30.0)
        kept["part payment"] = self._paid(part)
        kept["payment"] = self._paid(self._take_payment(self._statement(kept["paid"]), 80.0))
        kept["deposit"] = self._paid(deposit.receipt_line_ids.receipt_id)
        by_deposit = self._statement(kept["paid by deposit"])
        kept["deposit transfer"] = self._as_cashier(deposit)._apply(by_deposit, reason="Asked")
        kept["entrusted"] = self._paid(self.entrusted._receive(100.0, self.cash))
        kept["spent"] = self._paid(self._voucher()._book(self.cash))
        note = kept["credited"]._reverse_moves([{}])
        note.invoice_line_ids.price_unit = 30.0
        note.action_post()
        kept["credit note"] = note
        kept["entered in the ERP"] = self._entered(self._bill_of_today())
        kept["draft"] = self.env["account.move"].create(self._entry_values())
        return {**kept, **self._beside(kept)}

    def _statement(self, invoice):
        return invoice.convenience_statement_id

    def _entered(self, bill):
        return self._register_in_erp(bill.invoice_id).move_id

    def _beside(self, kept):
        """The items, payments and reconciliations of the entries, and lines of a statement."""
        beside = {}
        for kind, move in list(kept.items()):
            sides = move.line_ids.grouped(lambda line: line.account_id.account_type)
            for number, lines in enumerate(list(sides.values())[:2] if kind in BY_ITEM else ()):
                beside[f"item {number} of {kind}"] = lines[:1]
            if move.origin_payment_id:
                beside[f"payment of {kind}"] = move.origin_payment_id
            partials = move.line_ids.matched_debit_ids
            if partials:
                beside[f"reconciliation of {kind}"] = partials[:1]
        lines = self.env["account.bank.statement.line"]
        bank = {"journal_id": self.bank.id, "partner_id": self.owner.id, "payment_ref": "x"}
        beside["statement line"] = lines.create({**bank, "amount": 80.0})
        beside["money out"] = lines.create({**bank, "amount": -80.0})
        return beside

    def _entry_values(self):
        """A draft of somebody's own that takes 7.00 out of the prepayments."""
        fund = self.company.convenience_prepayment_account_id
        lines = [
            {"account_id": fund.id, "balance": 7.0, "partner_id": self.owner.id},
            {"account_id": self.other.id, "balance": -7.0, "partner_id": self.owner.id},
        ]
        journal = self.env["account.move"]._convenience_misc_journal(self.company)
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "line_ids": [Command.create(line) for line in lines],
        }

    # ------------------------------------------------------------------ columns

    def _columns(self, model_name):
        """The fields that tie a record to others or count: links, amounts, days, states."""
        fields = self.env[model_name]._fields
        return sorted(name for name, field in fields.items() if self._is_column(field))

    def _is_column(self, field):
        if field.name in STAMPS or not (field.store or field.inverse or field.type == "one2many"):
            return False
        if field.relational:
            comodel = field.comodel_name
            return comodel in (*MODELS, *KEPT_BY) or comodel.startswith("convenience.")
        if field.type in ("monetary", "float"):
            return True
        return field.name in STATES or (
            field.type in ("selection", "date", "boolean")
            and (field.name == "date" or any(word in field.name for word in STATE_WORDS))
        )

    def _values(self, record, name, random):
        """Values of a column that are not what the record has: a few of each sort."""
        field, now = record._fields[name], record.sudo()[name]
        if field.relational:
            others = self._others(field.comodel_name) - now
            chosen = random.sample(others.ids, min(len(others), 1))
            if field.type == "many2one":
                return [*chosen, *([False] if now else [])]
            commands = [[Command.set(chosen)], *([Command.link(one)] for one in chosen[:1])]
            if now:
                commands += [[Command.clear()], [Command.delete(now.ids[0])]]
            return random.sample(commands, min(len(commands), 2))
        match field.type:
            case "monetary" | "float":
                return [
                    random.choice([value for value in (0.0, 1.0, 2 * now, -now) if value != now])
                ]
            case "date":
                return ["2026-01-31"]
            case "boolean":
                return [not now]
            case "selection":
                others = [value for value in field.get_values(self.env) if value != now]
                return random.sample(others, min(len(others), 2))
        return ["P1", False]

    def _others(self, comodel):
        if comodel in MODELS:
            return self.env[comodel].browse(
                record.id for record in self.kept.values() if record._name == comodel
            )
        domain = [("company_id", "=", self.company.id)]
        if comodel == "account.account":
            return self.company._convenience_fund_accounts() | self.other
        if comodel == "res.partner":
            return self.owner | self.tenant
        if comodel == "res.currency":
            return self.env.ref("base.USD")
        comodel = self.env[comodel]
        return comodel.search(domain if "company_id" in comodel._fields else [], limit=5)

    # ------------------------------------------------------------------ the table

    def _table(self, random):
        """Return all cells."""
        cells = []
        for kind, record in self.kept.items():
            if kind.endswith(NOT_TRIED):
                continue
            ways = [
                *self._column_cells(kind, record, random),
                *(("press", kind, button) for button in self._buttons(record)),
                *(("press", kind, f"{button} forced") for button in ("unlink",)),
                *self._dialog_cells(kind, record),
            ]
            cells += (Cell(login, *way) for way in ways for login in self.logins)
        return cells

    def _column_cells(self, kind, record, random):
        made_like = self._made_like()
        for name in self._columns(record._name):
            for value in self._values(record, name, random):
                yield ("write", kind, name, value)
                if kind in made_like:
                    yield ("create", kind, name, value)
                    yield ("make, then write", kind, name, value)

    def _made_like(self):
        """{kind: values by which somebody makes one like it}; the column is set over these."""
        bill = self.kept["unpaid"]
        owed = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        funds = self.kept["deposit"].line_ids.filtered(
            lambda line: line.account_id in self.company._convenience_fund_accounts()
        )
        paid = {"payment_type": "inbound", "partner_type": "customer", "amount": 80.0}
        paid |= {"partner_id": self.owner.id, "journal_id": self.cash.id}
        fund = self.company.convenience_prepayment_account_id
        return {
            "draft": self._entry_values(),
            "unpaid": {
                "move_type": "out_invoice",
                "partner_id": self.owner.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 80.0})],
            },
            "credit note": {
                "move_type": "out_refund",
                "partner_id": self.owner.id,
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 80.0})],
            },
            "payment of payment": paid,
            "payment of prepayment": {
                **paid,
                "convenience_fund": "prepayment",
                "convenience_office_id": self.office.id,
            },
            "statement line": {
                "journal_id": self.bank.id,
                "partner_id": self.owner.id,
                "payment_ref": "x",
                "amount": 80.0,
            },
            "reconciliation of part paid": {
                "debit_move_id": owed.id,
                "credit_move_id": funds.id,
                "amount": 80.0,
                "debit_amount_currency": 80.0,
                "credit_amount_currency": 80.0,
            },
            "item 0 of unpaid": {
                "move_id": bill.id,
                "account_id": fund.id,
                "balance": 5.0,
                "partner_id": self.owner.id,
            },
            "item 1 of draft": {
                "move_id": self.kept["draft"].id,
                "account_id": fund.id,
                "balance": 0.0,
                "partner_id": self.owner.id,
            },
        }

    def _buttons(self, record):
        """Every method without arguments that the ERP or we let anybody call on such a record."""
        buttons = {"unlink", "copy"}
        for parent in type(record).__mro__:
            if not parent.__module__.startswith((ERP, "odoo.addons.convenience_service")):
                continue
            for name, member in vars(parent).items():
                if not name.startswith(BUTTON_WORDS) or not inspect.isfunction(member):
                    continue
                if self._takes_nothing(member):
                    buttons.add(name)
        return sorted(buttons)

    def _takes_nothing(self, member):
        given, *parameters = inspect.signature(member).parameters.values()
        return given.name == "self" and all(
            one.default is not one.empty or one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
            for one in parameters
        )

    def _dialog_cells(self, kind, record):
        """The dialogs of the ERP on such a record, and the buttons that take another record."""
        if record._name == "account.move":
            for button in ("refund_moves", "modify_moves"):
                yield ("reverse", kind, button)
            for line_kind, line in self.kept.items():
                if line._name == "account.move.line" and not line.reconciled:
                    yield ("assign", kind, line_kind)
                if line._name == "account.partial.reconcile":
                    yield ("remove", kind, line_kind)
            yield ("resequence", kind, "resequence")
            yield ("pay", kind, "action_create_payments")
        if record._name == "account.move.line":
            for action in ("change_account", "change_period"):
                yield ("automatic", kind, action)
            for line_kind, line in self.kept.items():
                if line._name == "account.move.line" and line.account_id == record.account_id:
                    yield ("reconcile", kind, line_kind)
