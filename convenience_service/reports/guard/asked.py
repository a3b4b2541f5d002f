"""What a report is asked for: its dialog says it; by an address anybody may say anything."""

from odoo import fields
from odoo.exceptions import UserError

from ...models.guard.arguments import DATE
from ...models.guard.bounds import is_id


def asked_id(env, data, name):
    """Return the id of the record that is asked for.

    :raise UserError: when there is none
    """
    return _id(env, data.get(name))


def asked_ids(env, data, name):
    """Return the ids that are asked for, in a list; none at all where nothing is chosen."""
    ids = data.get(name) or ()
    return [_id(env, one) for one in (ids if isinstance(ids, list | tuple) else (ids,))]


def asked_day(env, data, name, needed=True):
    """Return the day that is asked for; False for none, where none is needed.

    :raise UserError: for anything else
    """
    day = data.get(name)
    if day or needed:
        if not DATE.allows(day, env["base"]):
            raise _nothing_asked(env)
    return fields.Date.to_date(day or None)


def _id(env, value):
    try:
        res_id = int(value)
    except (TypeError, ValueError, OverflowError):
        res_id = 0
    if not is_id(res_id):
        raise _nothing_asked(env)
    return res_id


def _nothing_asked(env):
    return UserError(env._("Print this from its dialog, and choose there what it is about."))
