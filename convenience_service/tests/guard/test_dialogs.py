from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import ConvenienceCommon


@tagged("post_install", "-at_install")
class TestDialogs(ConvenienceCommon):
    """A dialog is the business of who opened it: what was typed, what it made, its files."""

    def _dialogs(self):
        """Every transient model that an addon of ours brings."""
        return [
            model
            for model in self.env.values()
            if model._transient
            and not model._abstract
            and (model._original_module or "").startswith("convenience_service")
        ]

    def test_there_are_dialogs(self):
        self.assertGreater(len(self._dialogs()), 25)

    def test_each_has_a_rule_for_everybody(self):
        rules = self.env["ir.rule"].search([("global", "=", True)])
        named = {
            model.model: rules.mapped("domain_force")
            for model, rules in rules.grouped("model_id").items()
        }
        for model in self._dialogs():
            with self.subTest(model=model._name):
                self.assertIn("create_uid", "".join(named.get(model._name, ())))

    def test_nobody_else_reads_or_writes_one(self):
        """Of the same office, of another one, of another company."""
        company = self._make_company("Elsewhere")
        others = (
            self.cashier,
            self._make_user("colleague", self.company, "group_cashier", "group_director"),
            self._make_user("elsewhere", company, "group_cashier", "group_director"),
        )
        report = (
            self.env["convenience.month.report"]
            .with_user(self.director)
            .create({"office_id": self.office.id, "day": "2026-10-31"})
        )
        prepayment = (
            self.env["convenience.prepayment.wizard"]
            .with_user(self.cashier)
            .create({"partner_id": self.owner.id, "office_id": self.office.id, "amount": 5.0})
        )
        for dialog in (report, prepayment):
            for user in others:
                if user == dialog.env.user:
                    continue
                with self.subTest(dialog=dialog._name, user=user.login):
                    self.assertFalse(dialog.with_user(user).search([("id", "=", dialog.id)]))
                    for operation in ("read", "write", "unlink"):
                        with self.assertRaises(AccessError):
                            dialog.with_user(user).check_access(operation)

    def test_no_line_is_put_into_the_dialog_of_another(self):
        """The turns of a rota that somebody else plans."""
        rotas, turns = self.env["convenience.duty.rota"], self.env["convenience.duty.turn"]
        rota, own = (
            rotas.with_user(user).create({"office_id": self.office.id})
            for user in (self.director, self.service_manager)
        )
        turns = turns.with_user(self.service_manager)
        turns.create({"rota_id": own.id, "user_id": self.clerk.id})
        with self.assertRaises(AccessError):
            turns.create({"rota_id": rota.id, "user_id": self.clerk.id})


@tagged("post_install", "-at_install")
class TestDialogFiles(HttpCase, ConvenienceCommon):
    """Names, phones and debts in a finished sheet, by its address."""

    def test_only_who_made_it_gets_it(self):
        colleague = self._make_user("colleague", self.company, "group_director")
        self.office.user_ids |= colleague
        dialog = (
            self.env["convenience.month.report"]
            .with_user(self.director)
            .create({"office_id": self.office.id, "day": "2026-10-31"})
        )
        action = dialog.action_download()
        for user, found in ((self.director, True), (colleague, False), (self.cashier, False)):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                answer = self.url_open(action["url"])
                self.assertEqual(answer.ok and answer.content[:2] == b"PK", found)
