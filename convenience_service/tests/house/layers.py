"""The rooms of the addon, from the ground up, and what the files of a room point to."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ADDON = Path(__file__).parents[2]
# From the ground up; rooms of one floor know nothing of each other.
FLOORS = (
    ("guard",),
    ("parties",),
    ("offer",),
    ("request",),
    ("desk", "free"),
    ("billing",),
    ("cash",),
    ("till",),
    ("agreement",),
    ("planning", "collection", "provider", "commission", "tax_invoice", "move_out"),
    ("aftercare",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
# What was offered is judged by what became of it: the annual round is read from above.
LEAVES = frozenset({*FLOORS[-2], *FLOORS[-1]} - {"planning"})
FOLDERS = ("models", "wizards", "reports")


class Arrow(NamedTuple):
    """What a file of a room names of another room."""

    path: str
    room: str
    target: str
    name: str

    def points_up(self):
        return self.room != self.target and FLOOR_OF[self.target] >= FLOOR_OF[self.room]


class Source(NamedTuple):
    """A source file, read once."""

    path: str
    room: str
    tree: ast.Module


def sources():
    """Return the source files of all rooms."""
    return [
        Source(path.relative_to(ADDON).as_posix(), path.parts[-2], ast.parse(path.read_text()))
        for folder in FOLDERS
        for path in sorted((ADDON / folder).glob("*/*.py"))
        if path.name != "__init__.py"
    ]


def constant(body, name):
    """Return the value that a class says for an attribute, as a list; empty where it says none."""
    for statement in body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == name:
            value = ast.literal_eval(statement.value)
            return [value] if isinstance(value, str) else list(value)
    return []


def classes(tree):
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def declared_models(files):
    """Return {model: the room that declares it}; an extension declares nothing."""
    declared = {}
    for file in files:
        for node in classes(file.tree):
            for name in constant(node.body, "_name"):
                if name not in constant(node.body, "_inherit"):
                    declared[name] = file.room
    return declared


def declared_members(files):
    """Return {name of a method or field: rooms whose models have it}.

    What every room that has it only extends is the ERP's own, and everybody's to call.
    """
    declared, ours = defaultdict(set), set()
    for file in files:
        for node in classes(file.tree):
            for statement in node.body:
                if isinstance(statement, ast.FunctionDef):
                    declared[statement.name].add(file.room)
                    if not calls_on(statement):
                        ours.add(statement.name)
                elif isinstance(statement, ast.Assign) and hasattr(statement.targets[0], "id"):
                    declared[statement.targets[0].id].add(file.room)
                    ours.add(statement.targets[0].id)
    return {name: rooms for name, rooms in declared.items() if name in ours}


def calls_on(method):
    """Whether a method calls the one that it extends."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == method.name
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "super"
        for node in ast.walk(method)
    )


def assigned(tree):
    """Names that a file itself gives to objects, which are no members of models."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    } | {
        statement.target.id
        for node in classes(tree)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }


def imports(files):
    """Yield the arrows that imports are."""
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ImportFrom) and node.level > 1:
                for part in (node.module or "").split("."):
                    if part in FLOOR_OF:
                        yield Arrow(file.path, file.room, part, f"import {node.module}")


def names_of_models(files):
    """Yield the arrows that names of models are: in relations, in `env`, in `_inherit`."""
    declared = declared_models(files)
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Constant) and node.value in declared:
                yield Arrow(file.path, file.room, declared[node.value], node.value)


def names_of_members(files):
    """Yield the arrows to methods and fields that only rooms above have.

    Only names that cannot be anything else count: those that begin with an underscore, and our
    fields on models of the ERP.
    """
    declared = declared_members(files)
    for file in files:
        own = assigned(file.tree)
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Attribute) or node.attr in own:
                continue
            rooms = declared.get(node.attr, ())
            if not re.match(r"_[a-z]|convenience_|action_", node.attr) or file.room in rooms:
                continue
            arrows = [Arrow(file.path, file.room, room, f".{node.attr}") for room in rooms]
            if arrows and all(arrow.points_up() for arrow in arrows):
                yield arrows[0]


# External ids are written in XML as ref="…", %(…)d, action="…", parent="…", t-call="…".
REFERENCE = re.compile(
    r"""\bref="([\w.]+)"|%\(([\w.]+)\)d|\b(?:action|parent|inherit_id|t-call)="([\w.]+)\""""
    r"""|\bref\('([\w.]+)'\)"""
)
DEFINITION = re.compile(r'<(?:record|template|menuitem)\b[^>]*?\bid="([\w.]+)"')


def references():
    """Yield the arrows that external ids in XML are."""
    files = [
        (path.relative_to(ADDON).as_posix(), path.parts[-2], path.read_text("utf-8"))
        for folder in ("security", "data", "reports", "wizards", "views")
        for path in sorted((ADDON / folder).glob("*/*.xml"))
    ]
    rooms = {own: room for _path, room, text in files for own in DEFINITION.findall(text)}
    for path, room, text in files:
        for groups in REFERENCE.findall(text):
            name = "".join(groups).removeprefix("convenience_service.")
            if name in rooms:
                yield Arrow(path, room, rooms[name], name)
