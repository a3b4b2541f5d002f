"""What may be searched for: text that a record can have, ids that are numbers, pages there are."""

from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .bounds import COLLECTIONS, UNREADABLE

MAX_PAGE = 2**63 - 1
NO_SEARCH = (ValueError, TypeError, RecursionError)  # what the ERP has for a malformed domain


def name_of(records):
    """How a refusal names what it refuses; not to who may not read it."""
    records = records[:1]
    if records.id and not records._transient:
        records.check_access("read")
        # sudo: a name may be made of what the user does not read
        return records.sudo().display_name
    return records.env["ir.model"]._get(records._name).name or records._description


def check_domain(model, domain):
    """Refuse to search for text that no record can have.

    :raise ValidationError: naming the model
    """
    _check_ids_searched(domain)
    for value in _texts_searched(domain):
        if UNREADABLE.search(value):
            raise ValidationError(
                model.env._("%(model)s: search for text that is readable.", model=name_of(model))
            )


def no_search(model):
    """Return the refusal of conditions, an order or groups that no records can be found by."""
    return ValidationError(
        model.env._(
            "%(model)s: this search cannot be made. Check its fields, operators and values.",
            model=name_of(model.browse()),
        )
    )


def check_page(model, offset=0, limit=None, **_options):
    """Refuse to skip or to show more records than are counted."""
    for size in (offset, limit):
        if size and not (isinstance(size, int) and 0 <= size <= MAX_PAGE):
            raise ValidationError(
                model.env._("%(model)s: there are not that many records.", model=name_of(model))
            )


def _check_ids_searched(domain):
    """Refuse words where the database compares numbers."""
    for expression, value in _conditions(domain):
        if expression == "id":
            for one in value if isinstance(value, COLLECTIONS) else (value,):
                if isinstance(one, str):
                    int(one)


def _conditions(domain):
    """Yield field and value of each condition, as far as they are that."""
    for item in domain.iter_conditions() if isinstance(domain, Domain) else domain or ():
        if isinstance(item, list | tuple) and len(item) == 3:
            yield item[0], item[2]
        elif isinstance(item, Domain):
            yield getattr(item, "field_expr", ""), getattr(item, "value", None)


def _texts_searched(domain):
    for expression, value in _conditions(domain):
        if isinstance(value, str):
            yield value
        elif isinstance(value, Domain):
            yield from _texts_searched(value)
        elif expression != "id" and isinstance(value, COLLECTIONS):
            yield from (one for one in value if isinstance(one, str))
            yield from _texts_searched(one for one in value if isinstance(one, list | tuple))
