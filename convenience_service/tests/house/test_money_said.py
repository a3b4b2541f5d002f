"""An amount in a sentence has its currency: no refusal, note or message says a bare number."""

import ast
from pathlib import Path

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Float, Monetary
from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from ..common import ConvenienceCommon

# What a placeholder is called that says how many, and never how much.
NUMBERS = frozenset(
    {"count", "days", "digits", "high", "interval", "line", "low", "quantity", "rate", "size"}
)
# What a parameter is called that may be money.
MONEY = frozenset(
    {"amount", "available", "balance", "counted", "deposit", "difference", "due", "least", "left"}
    | {"limit", "missing", "most", "needed", "new", "old", "over", "owed", "price", "rest"}
    | {"stated", "sum", "total", "value"}
)
CALCULATING = frozenset({"abs", "float", "max", "min", "round", "sum"})


class Sentences:
    """The sentences of one source file, and which of their placeholders get a bare number.

    A number that is no money is said with its format (``f"{quantity:g}"``, ``%(quantity)g``,
    ``str(seats)``), or in a placeholder of `NUMBERS`.
    """

    def __init__(self, source, number_fields):
        self.number_fields = number_fields
        self.tree = ast.parse(source)

    def bare(self):
        """Return [(line, placeholder)] of what is said without a currency."""
        return sorted(
            (value.lineno, name)
            for function in [self.tree, *self._functions()]
            for call in self._calls(function)
            for name, value in self._placeholders(call, function)
            if name not in NUMBERS
            and f"%({name})g" not in ast.unparse(call.args[0])
            and self._is_number(value, function)
        )

    def _functions(self):
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    def _own(self, function):
        """Yield what stands in a function, without the functions inside it."""
        waiting = list(ast.iter_child_nodes(function))
        while waiting:
            node = waiting.pop()
            if not isinstance(node, ast.FunctionDef):
                yield node
                waiting.extend(ast.iter_child_nodes(node))

    def _calls(self, function):
        return [
            node
            for node in self._own(function)
            if isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("_", "_lt")
        ]

    def _placeholders(self, call, function):
        """Yield (name, expression); what comes as a dict is looked up where that is made."""
        for keyword in call.keywords:
            if keyword.arg:
                yield keyword.arg, keyword.value
            else:
                yield from self._unpacked(keyword.value, function)

    def _unpacked(self, value, function):
        for made in self._bindings(value.id, function):
            if isinstance(made, ast.Dict):
                for key, one in zip(made.keys, made.values, strict=True):
                    yield key.value, one

    def _bindings(self, name, function):
        """Return the expressions that a name is set to in a function."""
        return [
            node.value
            for node in self._own(function)
            if isinstance(node, (ast.Assign, ast.AugAssign, ast.NamedExpr))
            for target in getattr(node, "targets", None) or [node.target]
            if isinstance(target, ast.Name) and target.id == name
        ]

    def _is_number(self, node, function, seen=()):
        """Whether an expression can be a number: a field, a sum, or what came as an argument."""
        if isinstance(node, ast.Attribute):
            return node.attr in self.number_fields
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            return name in CALCULATING
        if isinstance(node, (ast.BinOp, ast.UnaryOp)):
            return not isinstance(getattr(node, "op", None), ast.Not)
        if isinstance(node, (ast.BoolOp, ast.IfExp)):
            parts = node.values if isinstance(node, ast.BoolOp) else (node.body, node.orelse)
            return any(self._is_number(part, function, seen) for part in parts)
        if isinstance(node, ast.Name) and node.id not in seen:
            bindings = self._bindings(node.id, function)
            if not bindings:
                return node.id in MONEY or node.id.startswith(("MAX_PRICE", "MAX_AMOUNT"))
            return any(self._is_number(one, function, (*seen, node.id)) for one in bindings)
        return False


@tagged("post_install", "-at_install")
class TestMoneySaid(TransactionCase):
    def _number_fields(self):
        """Names of the fields of any model of ours that hold an amount or a share of one."""
        return {
            name
            for model in self.env.registry.values()
            if model._module and model._module.startswith("convenience_service")
            for name, field in model._fields.items()
            if isinstance(field, (Float, Monetary))
        }

    def _bare_in_templates(self):
        """Yield where a template writes an amount of a record as the bare number it is."""
        money = {
            name
            for model in self.env.registry.values()
            for name, field in model._fields.items()
            if isinstance(field, Monetary)
        }
        for view in self.env["ir.ui.view"].search(
            [("type", "=", "qweb"), ("key", "=like", "convenience\\_service%")]
        ):
            for node in etree.fromstring(view.arch_db).xpath("//*[@t-out or @t-esc]"):
                said = node.get("t-out") or node.get("t-esc")
                path = said.replace(" ", "").split(".")
                plain = len(path) > 1 and all(part.isidentifier() for part in path)
                if plain and path[-1] in money and not node.get("t-options"):
                    yield view.key, said

    def test_no_template_writes_a_bare_amount(self):
        self.assertFalse(list(self._bare_in_templates()), "say it with t-options, or formatted")

    def _sources(self):
        for module in self.env.registry._init_modules:
            if module.startswith("convenience_service"):
                folder = Path(get_module_path(module))
                for path in sorted(folder.rglob("*.py")):
                    if "tests" not in path.relative_to(folder).parts:
                        yield path.relative_to(folder.parent), path.read_text(encoding="utf-8")

    def test_no_sentence_says_a_bare_amount(self):
        fields = self._number_fields()
        bare = [
            f"{path}:{line}: %({name})s"
            for path, source in self._sources()
            for line, name in Sentences(source, fields).bare()
        ]
        self.assertFalse(bare, "say it with _in_currency, or as a number with its format")

    def test_the_walk_finds_a_bare_amount(self):
        for source in (
            "def f(self): return self.env._('%(a)s', a=self.amount_open)",
            "def f(self, amount): raise UserError(self.env._('%(a)s', a=amount))",
            "def f(self):\n    left = sum(x)\n    return self.env._('%(a)s', a=left)",
            "def f(self):\n    said = {'a': x - y}\n    return self.env._('%(a)s', **said)",
        ):
            with self.subTest(source=source):
                self.assertTrue(Sentences(source, {"amount_open"}).bare())

    def test_the_walk_lets_money_and_other_numbers_pass(self):
        for source in (
            "def f(self): return self.env._('%(a)s', a=self._in_currency(self.amount_open))",
            "def f(self): return self.env._('%(a)s', a=f'{self.quantity:g}')",
            "def f(self): return self.env._('%(count)s', count=len(self) - 1)",
            "def f(self): return self.env._('%(a)s', a=self.name or self.env._('nobody'))",
        ):
            with self.subTest(source=source):
                self.assertFalse(Sentences(source, {"amount_open", "quantity"}).bare())

    def test_there_is_one_place_that_says_it(self):
        places = [
            str(path)
            for path, source in self._sources()
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef) and node.name == "_in_currency"
        ]
        self.assertEqual(len(places), 1, places)


@tagged("post_install", "-at_install")
class TestMoneyRead(ConvenienceCommon):
    """What somebody reads, in their own language."""

    def _said_to(self, lang):
        self.env["res.lang"]._activate_lang(lang)
        request = self._october().with_user(self.director).with_context(lang=lang)
        with self.assertRaises(UserError) as refusal:
            request.line_ids.correct_price(2_000_000.0, "Too much by far")
        return str(refusal.exception).replace("\N{NO-BREAK SPACE}", " ")

    def test_a_refusal_names_the_currency(self):
        self.assertIn("from 0 to ¥ 1,000,000.00.", self._said_to("en_US"))

    def test_it_is_written_as_in_the_language_of_the_reader(self):
        self.assertIn("¥ 1.000.000,00", self._said_to("de_DE"))

    def test_the_history_of_a_price_names_the_currency(self):
        request = self._october()
        request.line_ids.with_user(self.director).correct_price(50.0, "Half the drain only")
        note = request.message_ids.sorted("id")[-1].body.replace("&nbsp;", " ")
        self.assertIn("from ¥ 80.00 to ¥ 50.00: Half the drain only", note)

    def test_another_currency_is_said_in_its_own_decimals(self):
        yen = self.env.ref("base.JPY")
        self.assertIn("1,235", self._october()._in_currency(1234.6, yen), "yen have no decimals")
