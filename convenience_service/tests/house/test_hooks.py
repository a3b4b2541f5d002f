"""Every hook calls on: what a room above adds to a hook is heard, whoever else extends it."""

import ast
import inspect
import textwrap

from odoo.tests import BaseCase, TransactionCase, tagged

OURS = "odoo.addons.convenience_service"
# Methods that answer a question anew instead of adding to the answer, each with its reason.
ANSWERED_ANEW = {
    "_registration_day": "who moves in next month signs an agreement today, for then",
}


def functions_of(model_class, name):
    """Return what our classes say of a method, in the order in which they are asked."""
    return [
        inspect.unwrap(vars(one)[name])
        for one in model_class.__mro__
        if one.__module__.startswith(OURS) and inspect.isfunction(vars(one).get(name))
    ]


def parsed(function):
    return ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]


def calls_on(function):
    """Whether a method calls the one of the same name below it."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == function.__name__
        and isinstance(node.func.value, ast.Call)
        and getattr(node.func.value.func, "id", "") == "super"
        for node in ast.walk(parsed(function))
    )


def is_left_open(function):
    """Whether a method only says that each model has to have one."""
    last = parsed(function).body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.unparse(last)


def swallowing(functions):
    """Return those of the functions, each above the next, that keep a call from the next one."""
    return [
        function
        for function, below in zip(functions, functions[1:], strict=False)
        if not is_left_open(below) and not calls_on(function)
    ]


class Below:
    def _hook(self):
        """Hook: what follows."""

    def _open(self):
        raise NotImplementedError


class CallsOn(Below):
    def _hook(self):
        return super()._hook()

    def _open(self):
        return True


class Swallows(Below):
    def _hook(self):
        return None


class TestWalk(BaseCase):
    """The walk itself sees who calls on and who does not."""

    def test_it_tells_who_swallows_a_hook(self):
        self.assertEqual(swallowing([CallsOn._hook, Below._hook]), [])
        self.assertEqual(swallowing([Swallows._hook, Below._hook]), [Swallows._hook])
        self.assertEqual(swallowing([CallsOn._hook, Swallows._hook, Below._hook]), [Swallows._hook])

    def test_what_is_left_open_is_not_called(self):
        self.assertEqual(swallowing([CallsOn._open, Below._open]), [])


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    """Every model that stores something or is filled in, as the registry put it together."""

    def _names(self, model_class):
        return {
            name
            for one in model_class.__mro__
            if one.__module__.startswith(OURS)
            for name in vars(one)
        } - ANSWERED_ANEW.keys()

    def test_every_override_calls_on(self):
        swallowed = {
            f"{function.__module__}: {function.__qualname__}"
            for model in self.env.registry.values()
            if not model._abstract
            for name in self._names(model)
            for function in swallowing(functions_of(model, name))
        }
        self.assertFalse(swallowed, "these keep a call from what they extend: call super()")

    def test_every_declared_hook_calls_on(self):
        """Reports and imports may answer anew what a mixin says; a hook they hear too."""
        swallowed = {
            f"{function.__module__}: {function.__qualname__}"
            for model in self.env.registry.values()
            if model._abstract
            for name in self._names(model)
            for functions in [functions_of(model, name)]
            if functions and (functions[-1].__doc__ or "").startswith("Hook:")
            for function in swallowing(functions)
        }
        self.assertFalse(swallowed, "these keep a hook from what they extend: call super()")

    def test_the_guard_is_a_hook(self):
        """The walk reaches what every room extends."""
        request = self.env.registry["convenience.request"]
        for name in ("_check_move", "_after_move", "_workflow_moves", "_guarded_fields"):
            with self.subTest(hook=name):
                self.assertGreater(len(functions_of(request, name)), 2)
