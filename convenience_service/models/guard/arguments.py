"""Arguments of methods that anybody may call from outside: looked at as values of fields are."""

from functools import wraps
from inspect import signature

from odoo.exceptions import UserError

from .bounds import Day, Number, Text, is_id


class Id:
    """The id of a record, or the record."""

    def allows(self, value, model):
        return is_id(value) or hasattr(value, "_ids")

    def describe(self, env):
        return env._("one that there is")


class Values:
    """Values by the names of fields; the model that they are for looks at them."""

    def __init__(self, model_name):
        self.model_name = model_name

    def allows(self, value, model):
        lines = model.env[self.model_name]
        lines._convenience_door.check(lines, value)
        return True


DATE, TEXT, NUMBER, ID = Day(None), Text(None), Number(None), Id()


def takes(**kinds):
    """Refuse, in a sentence, arguments that the method cannot take, before it begins.

    What is empty is for the method to ask for.

    :param kinds: by the name of the argument, what it is
    """

    def declare(method):
        expected = signature(method)

        @wraps(method)
        def taking(self, *args, **kwargs):
            try:
                given = expected.bind(self, *args, **kwargs).arguments
            except TypeError as error:
                raise UserError(_wrong(self, method, expected)) from error
            for name, kind in kinds.items():
                value = given.get(name)
                if value is not None and value is not False and not kind.allows(value, self):
                    raise UserError(
                        self.env._(
                            "%(record)s: this cannot be its “%(field)s”. Enter %(allowed)s.",
                            record=self[:1].display_name,
                            field=name,
                            allowed=kind.describe(self.env),
                        )
                    )
            return method(self, *args, **kwargs)

        return taking

    return declare


def _wrong(records, method, expected):
    return records.env._(
        "%(record)s: “%(method)s” needs %(arguments)s.",
        record=records[:1].display_name,
        method=method.__name__,
        arguments=", ".join(list(expected.parameters)[1:]),
    )
