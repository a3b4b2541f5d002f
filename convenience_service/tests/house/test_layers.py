"""Arrows between rooms point down, and rooms extend a model in the order of the floors."""

import ast
from itertools import chain

from odoo.tests import BaseCase, TransactionCase, tagged

from .layers import (
    ADDON,
    FLOOR_OF,
    FLOORS,
    FOLDERS,
    LEAVES,
    Arrow,
    classes,
    constant,
    imports,
    names_of_members,
    names_of_models,
    references,
    sources,
)

# (path, what it names): why it has to. The list only shrinks; one that is not needed fails too.
EXCEPTIONS = {
    ("models/guard/move_log.py", "convenience.office"): (
        "every record hangs on an office, and the rules show its history by it"
    ),
    ("reports/guard/formats.py", "._local_moment"): (
        "papers say every moment in the time of the office that the record hangs on"
    ),
}
LONGEST_FILE = {"python": 300, "views": 400}
LONGEST_METHOD = 30


def lines_of(function):
    """The lines of a method without those of its docstring."""
    said = function.body[0].end_lineno - function.body[0].lineno + 1
    documented = ast.get_docstring(function) is not None
    return function.end_lineno - function.lineno + 1 - (said if documented else 0)


class TestArrows(BaseCase):
    """What the source says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = sources()

    def _pointing_up(self, arrows):
        return {
            (arrow.path, arrow.name): arrow
            for arrow in arrows
            if arrow.points_up() and (arrow.path, arrow.name) not in EXCEPTIONS
        }

    def test_every_room_is_on_a_floor(self):
        for folder in (*FOLDERS, "views", "security", "data"):
            for path in (ADDON / folder).iterdir():
                if path.is_dir() and path.name != "__pycache__":
                    self.assertIn(path.name, FLOOR_OF, f"{folder}/{path.name} is no room")

    def test_imports_point_down(self):
        self.assertFalse(self._pointing_up(imports(self.files)))

    def test_names_of_models_point_down(self):
        self.assertFalse(self._pointing_up(names_of_models(self.files)))

    def test_methods_and_fields_point_down(self):
        self.assertFalse(self._pointing_up(names_of_members(self.files)))

    def test_external_ids_point_down(self):
        self.assertFalse(self._pointing_up(references()))

    def test_no_arrow_into_a_leaf(self):
        found = chain(imports(self.files), names_of_models(self.files), references())
        into = {
            (arrow.path, arrow.name)
            for arrow in found
            if arrow.target in LEAVES and arrow.room != arrow.target
        }
        self.assertFalse(into, "a leaf can be lifted out: nothing knows of it")

    def test_exceptions_are_needed(self):
        found = chain(*(find(self.files) for find in (imports, names_of_models, names_of_members)))
        up = {(arrow.path, arrow.name) for arrow in found if arrow.points_up()}
        self.assertFalse(EXCEPTIONS.keys() - up, "these point nowhere any more: take them off")
        self.assertLessEqual(len(EXCEPTIONS), 10)

    def test_an_arrow_up_is_seen(self):
        self.assertTrue(Arrow("a.py", "guard", "request", "x").points_up())
        self.assertTrue(Arrow("a.py", "desk", "free", "x").points_up(), "of one floor")
        self.assertFalse(Arrow("a.py", "request", "guard", "x").points_up())
        self.assertFalse(Arrow("a.py", "desk", "desk", "x").points_up())

    def test_files_and_methods_stay_small(self):
        for file in self.files:
            lines = len((ADDON / file.path).read_text("utf-8").splitlines())
            self.assertLessEqual(lines, LONGEST_FILE["python"], file.path)
        for path in (ADDON / "views").glob("*/*.xml"):
            lines = len(path.read_text("utf-8").splitlines())
            self.assertLessEqual(lines, LONGEST_FILE["views"], path)
        for file in self.files:
            for node in ast.walk(file.tree):
                if isinstance(node, ast.FunctionDef):
                    where = f"{file.path}: {node.name}"
                    self.assertLessEqual(lines_of(node), LONGEST_METHOD, where)

    def test_an_abstract_model_has_several_users(self):
        """What a single model inherits is an extension of it, in place.

        Reports, sheets of the import and the notifier are found by name and have no user at all.
        """
        users, abstract = {}, set()
        for file in self.files:
            for node in classes(file.tree):
                (name,) = constant(node.body, "_name") or ("",)
                inherited = constant(node.body, "_inherit")
                if any(ast.unparse(base) == "models.AbstractModel" for base in node.bases):
                    abstract.update({name} - set(inherited))
                for parent in set(inherited) - {name}:
                    users.setdefault(parent, set()).add(name)
        single = {name for name in abstract if len(users.get(name, ())) == 1}
        by_name = ("report.", "convenience.import.")
        self.assertFalse({name for name in single if not name.startswith(by_name)})


@tagged("post_install", "-at_install")
class TestOrderOfHooks(TransactionCase):
    """What the registry put together: the order of the floors is the order of `super()`."""

    def _rooms_of(self, model_class):
        """The rooms of our classes of a model, as a call goes through them."""
        return [
            one.__module__.split(".")[-2]
            for one in model_class.__mro__
            if one.__module__.startswith("odoo.addons.convenience_service.models.")
            and self._extends(one, model_class)
        ]

    def _extends(self, one, model_class):
        return getattr(one, "_name", None) == model_class._name and "_inherit" in vars(one)

    def test_loaded_from_the_ground_up(self):
        """`models/__init__.py` is where the order of the rooms is written."""
        tree = ast.parse((ADDON / "models" / "__init__.py").read_text("utf-8"))
        loaded = [alias.name for node in tree.body for alias in node.names]
        self.assertEqual(loaded, [room for rooms in FLOORS for room in rooms])

    def test_a_call_goes_through_the_rooms_from_the_roof_down(self):
        several = 0
        for name, model_class in self.env.registry.items():
            floors = [FLOOR_OF[room] for room in self._rooms_of(model_class)]
            several += len(set(floors)) > 1
            with self.subTest(model=name):
                self.assertEqual(floors, sorted(floors, reverse=True))
        self.assertGreater(several, 10, "request, statement, office, partner … have several rooms")

    def test_the_request_is_put_together_from_its_rooms(self):
        rooms = self._rooms_of(self.env.registry["convenience.request"])
        self.assertEqual(
            list(dict.fromkeys(rooms)),
            ["aftercare", "agreement", "cash", "billing", "free", "desk", "request"],
        )
