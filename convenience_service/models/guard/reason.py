"""Buttons that ask for a reason: declared where the decision is, asked by one dialog."""

from functools import wraps

from odoo.exceptions import UserError

from .bounds import MAX_REASON, Text

REASON = Text(None, MAX_REASON)


def asks_reason(title, first=None):
    """Make a button of the method: without a reason it opens the dialog that asks for one.

    The method takes the reason, without blanks around it and never empty, and raises what it has
    to; the dialog calls nothing but methods declared so (see `convenience.reason.wizard`). An
    extension that overrides the method needs not declare it again.

    :param title: of the dialog, a `LazyTranslate` term
    :param str first: name of a method that says whether the user may at all, called before
        anybody writes a reason for nothing, and again before the decision
    """

    def declare(method):
        @wraps(method)
        def decide_or_ask(self, reason=None):
            if first:
                getattr(self, first)()
            reason = self._clean_reason(reason)
            if not reason:
                return self._ask_reason(method.__name__, title)
            return method(self, reason)

        decide_or_ask.asks_reason = True
        return decide_or_ask

    return declare


def reasoned_actions(model):
    """Return the names of the methods of a model that are declared to ask for a reason."""
    return frozenset(
        name
        for parent in type(model).__mro__
        for name, member in vars(parent).items()
        if getattr(member, "asks_reason", False)
    )


def clean_reason(records, reason):
    """Return the reason without blanks around it; none for what is no text.

    :raise UserError: for a reason that cannot be kept with what it is for
    """
    reason = reason.strip() if isinstance(reason, str) else ""
    if not REASON.allows(reason, records):
        raise UserError(
            records.env._(
                "%(record)s: a reason is %(allowed)s.",
                record=records[:1].display_name or records._description,
                allowed=REASON.describe(records.env),
            )
        )
    return reason
