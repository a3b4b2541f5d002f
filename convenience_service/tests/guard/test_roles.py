"""Who has which role is asked in one place, and said in one sentence."""

import ast
from datetime import date
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.modules.module import get_module_path
from odoo.tests import TransactionCase, tagged

from ...models.guard import roles
from ...models.guard.roles import CASHIER, CLERK, DIRECTOR, GENERAL_MANAGER, ROLES
from ..common import ConvenienceCommon

THE_ONE_PLACE = "roles.py"
QUESTIONS = frozenset({"has_group", "has_groups", "_has_group", "user_has_groups"})


def sources():
    """Yield (path, syntax tree) of every source file of the addons, tests left out."""
    ours = Path(get_module_path("convenience_service"))
    for path in sorted(ours.parent.glob("convenience_service*/**/*.py")):
        if "tests" not in path.parts and path.name != THE_ONE_PLACE:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def asked_elsewhere(tree):
    """Return the lines that ask for a group of ours, or list roles, past the one place."""
    readers = said_of_fields(tree)
    return [
        node.lineno
        for node in ast.walk(tree)
        if id(node) not in readers and (asks_for_group(node) or names_role(node))
    ]


def asks_for_group(node):
    """Whether the node asks for a group: one that is not written out, or one of ours."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    # the ERP's own groups are no roles
    core = [
        isinstance(value, ast.Constant) and not str(value.value).startswith("convenience_service.")
        for value in node.args
    ]
    return node.func.attr in QUESTIONS and not all(core)


def names_role(node):
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    names = node.value.replace("convenience_service.", "").split(",")
    return not ROLES.keys().isdisjoint(map(str.strip, names))


def said_of_fields(tree):
    """Return the ids of the nodes that say who sees a field: `groups=`, or a constant for it."""
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "groups"
    ]
    names = {node.id for node in said if isinstance(node, ast.Name)}
    said += [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and names & {ast.unparse(target) for target in node.targets}
    ]
    return {id(inner) for node in said for inner in ast.walk(node)}


class TestOnePlace(TransactionCase):
    def test_nobody_else_asks_for_a_group(self):
        found = [
            f"{path.name}:{line}" for path, tree in sources() for line in asked_elsewhere(tree)
        ]
        self.assertFalse(found, "ask `_has_convenience_role` or `_require_role`")

    def test_what_the_search_finds(self):
        """The search above is worth something: it finds what used to be written."""
        for source in (
            'self.env.user.has_group("convenience_service.group_clerk")',
            'any(user.has_group(f"convenience_service.{group}") for group in groups)',
            'DESK = ("group_clerk", "group_cashier")',
            'Move("draft", "confirmed", ("group_cashier",))',
            'CASHIER = "convenience_service.group_cashier"',
        ):
            with self.subTest(source=source):
                self.assertTrue(asked_elsewhere(ast.parse(source)))
        for source in (
            'fields.Char(groups="convenience_service.group_clerk,convenience_service.group_cashier")',
            'DESK = "convenience_service.group_clerk"\nnote = fields.Char(groups=DESK)',
            'self.env.user.has_group("account.group_account_user")',
        ):
            with self.subTest(source=source):
                self.assertFalse(asked_elsewhere(ast.parse(source)))

    def test_the_table_names_every_group_of_the_addon(self):
        groups = self.env["ir.model.data"].search(
            [("module", "=", "convenience_service"), ("model", "=", "res.groups")]
        )
        # rights that roles and groups of other apps bring along, and nobody's role
        rights = {
            "convenience_service.group_resident_data",
            "convenience_service.group_resident_data_ticked",
        }
        # the ERP's own rights: to post, and to give out rights
        core = {"account.group_account_invoice", "base.group_erp_manager"}
        self.assertEqual(
            {role.group for role in ROLES.values()} - core,
            set(groups.mapped("complete_name")) - rights,
        )


@tagged("post_install", "-at_install")
class TestRoles(ConvenienceCommon):
    def test_a_role_holds_under_sudo_too(self):
        for env in (self.env(user=self.clerk), self.env(user=self.clerk, su=True)):
            self.assertTrue(env.user._has_convenience_role(CLERK))
            self.assertTrue(env.user._has_convenience_role(DIRECTOR, CLERK))
            self.assertFalse(env.user._has_convenience_role(DIRECTOR))
            self.assertFalse(env.user._has_convenience_role())

    def test_a_role_that_is_not_in_the_table_is_a_fault(self):
        with self.assertRaises(KeyError):
            self.clerk._has_convenience_role("group_clark")

    def test_the_higher_role_has_the_lower_one(self):
        self.assertTrue(self.director._has_convenience_role(CLERK))

    def test_a_refusal_names_record_user_and_whom_to_ask(self):
        request = self._request()
        for own in (request.with_user(self.clerk), request.with_user(self.clerk).sudo()):
            with self.assertRaises(AccessError) as refused:
                own._require_role(DIRECTOR, CASHIER, act="waive it")
            self.assertEqual(
                refused.exception.args[0],
                f"{request.display_name}: {self.clerk.name} may not waive it. "
                "Ask for it: Director / Cashier.",
            )
        request.with_user(self.director)._require_role(DIRECTOR, CASHIER, act="waive it")

    def test_a_refusal_about_no_record_names_its_kind(self):
        with self.assertRaisesRegex(AccessError, "^Service Request: .* Ask for it: Director.$"):
            self.env["convenience.request"].with_user(self.clerk)._require_role(
                DIRECTOR, act="import it"
            )

    def test_a_refusal_tells_strangers_nothing(self):
        """Who may not read the record does not learn its number from a refusal, nor who may."""
        stranger = self._make_user("stranger", self.company, "group_director")
        request = self._request()
        for own in (request.with_user(stranger), request.with_user(stranger).sudo()):
            with self.assertRaises(AccessError) as refused:
                own._require_role(DIRECTOR, act="waive it")
            self.assertNotIn(request.name, refused.exception.args[0])

    def test_company_wide_roles_act_in_every_office_of_their_companies(self):
        other = self._make_office("Other Garden", self.company, self.env["res.users"])
        tariff = self._make_tariff(other, date(2026, 1, 1), [])
        for role in (CASHIER, GENERAL_MANAGER):
            self.assertTrue(roles.ROLES[role].company_wide)
        tariff.with_user(self.general_manager)._check_own_office((GENERAL_MANAGER,))
        with self.assertRaisesRegex(AccessError, "where you do not work"):
            tariff.with_user(self.director)._check_own_office((DIRECTOR,))
        with self.assertRaisesRegex(AccessError, "where you do not work"):
            # the role counts for the move it may make, not by itself
            tariff.with_user(self.general_manager)._check_own_office((DIRECTOR,))
