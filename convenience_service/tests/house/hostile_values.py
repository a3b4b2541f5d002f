"""Values that no form sends, and the widest that one may, for every kind of field."""

from odoo.fields import Command

from ...models.guard import bounds
from ..common import PIXEL

NOBODY = 99_999_999  # an id that no record has
# Sent to every field, whatever its kind.
HOSTILE = (
    *(float("nan"), float("inf"), -float("inf"), 1e15, -1e15, 1e300, 2**31, 2**63, 2**70, -(2**70)),
    *("9999-12-31", "0001-01-01", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "2026-02-30"),
    *("garbage", "a\x00b", "\ud800", "", "  ", "<script>", "=1+1", "7", b"\xff", "!", "x" * 2000),
    *({}, {"id": 1}, {"name": "a\x00b"}, [], [1], ["1"], [None], [[]], [[0, 0]], [[7, 1]], [{}]),
    *([[0, 0, {}]], [[0, 0, {"nope": 1}]], [[1, NOBODY, {}]], [[4, 2**40]], [[4, NOBODY]], [[2]]),
    *([[2, "virtual_1"]], [[6, 0, ["x"]]], [[6, 0, [NOBODY]]], [[6, 0, 1]], [[6, 0, []]], [[5]]),
    *(NOBODY, 0, -1, 0.1, -0.1, True, False, None),
)
# Allowed, the widest first.
WIDEST = {
    "boolean": (True, False),
    "integer": (bounds.MAX_COUNT, -bounds.MAX_COUNT, 1, 0, -1),
    "float": (bounds.MAX_NUMBER, -bounds.MAX_NUMBER, 23.99, 1.0, 0.001, 0.0),
    "monetary": (bounds.MAX_MONEY, -bounds.MAX_MONEY, 1.0, 0.01, 0.0),
    "date": (bounds.LAST_DAY, bounds.FIRST_DAY, "2026-11-10", "2026-12-01"),
    "datetime": (bounds.LAST_MOMENT, bounds.FIRST_MOMENT, "2026-11-10 04:00:00"),
    "char": ("字" * bounds.MAX_LINE, "\U0001f600" * bounds.MAX_INDEXED, "A", "3栋"),
    "text": ("\U0001f600" * bounds.MAX_TEXT, "One\nTwo"),
    "html": ("<p>字</p>" * 100,),
    "binary": (PIXEL,),
    "json": ({}, [], {"1": "new"}),
    "one2many": ([Command.clear()], [Command.set([])]),
    "many2many": ([Command.clear()], [Command.set([])]),
}


def widest(field, env):
    """Return values that the bounds of a field allow, the widest among them."""
    if field.type == "selection":
        return tuple(field.get_values(env))
    if field.type == "many2one":
        return (False, *env[field.comodel_name].search([], order="id desc", limit=3).ids)
    return WIDEST.get(field.type, (False,))
