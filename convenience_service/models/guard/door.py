"""The door of our records: what is written, shown in a form or searched for is looked at before
the model's own code meets it, by `bounds` of its kind of field.

The methods of a model that are called first are those that extend it last, and none of ours knows
that it will not be extended. So the door is no extension: once the registry is loaded, a class of
its own is put before all others of the model, as the ERP itself puts the classes together. Data
files and migrations run before that, and are not looked at.
"""

import re

from odoo import api
from odoo.exceptions import ValidationError

from .bounds import Many, bounds_of
from .searched import NO_SEARCH, check_domain, check_page, name_of, no_search

OURS = "convenience_service"
DOOR = "_convenience_door"  # where the class of a model has its door
NUMBERS = ("boolean", "integer", "float", "monetary")
BTREE = (True, "btree", "btree_not_null")


class Door:
    """What is before a model: the bounds of its fields, and whether all of them are ours."""

    def __init__(self, model_class, whole=False):
        self.whole = whole or model_class._name.startswith("convenience.")
        self.line_doors = {}
        indexed = _indexed_columns(model_class)
        self.bounds = {
            name: bounds_of(field, name in indexed)
            for name, field in model_class._fields.items()
            if self.whole or _is_ours(field)
        }

        self.needed = {name for name in self.bounds if _is_never_empty(model_class._fields[name])}
        self.shown = {name for name in self.bounds if _is_only_shown(model_class._fields[name])}

    def check(self, model, vals, draft=False):
        """Refuse values that the fields cannot have.

        :param model: the records that are written, or the model
        :param draft: whether they are of a form that is not saved
        :raise ValidationError: naming the record or the model, the field and what to enter
        """
        if not isinstance(vals, dict):
            raise ValidationError(
                model.env._(
                    "%(record)s: values come by the names of fields.", record=name_of(model)
                )
            )
        bounds = self.bounds
        names = vals if self.whole else bounds.keys() & vals.keys()
        for name in names:
            value = vals[name]
            if value is False or value is None:
                if name not in bounds:
                    self._refuse_name(model, name)
                if name in self.needed and model._ids and not draft:
                    self._refuse_empty(model, name)
                continue
            bound = bounds.get(name)
            if bound is None:
                if name not in bounds:
                    self._refuse_name(model, name)
            elif name != "id":  # that of a form, or of an import
                if not bound.allows(value, model, draft):
                    self._refuse(model, bound)
                if type(bound) is Many:
                    self._check_lines(model.env[bound.field.comodel_name], bound, value, draft)

    def _check_lines(self, lines, bound, value, draft):
        """As `check`, for what commands bring: of lines of the ERP's own too."""
        for vals in bound.values_within(value):
            if lines._name not in self.line_doors:
                self.line_doors[lines._name] = Door(type(lines), whole=True)
            self.line_doors[lines._name].check(lines, vals, draft)

    def without_shown(self, vals):
        """Leave out what a record only shows: it would be believed until the end of the call."""
        if self.shown.isdisjoint(vals):
            return vals
        return {name: value for name, value in vals.items() if name not in self.shown}

    def without_shown_each(self, vals_list):
        """As `without_shown`; the very list where nothing is to be left out."""
        if all(self.shown.isdisjoint(vals) for vals in vals_list):
            return vals_list
        return [self.without_shown(vals) for vals in vals_list]

    def check_each(self, model, vals_list):
        """As `check`, for records that are to be created."""
        if not isinstance(vals_list, list | tuple):
            vals_list = (None,)
        for vals in vals_list:
            self.check(model, vals)

    def check_context(self, model, names):
        """As `check`, for the defaults of these fields that the caller brings along."""
        context = model.env.context
        given = {key[8:]: context[key] for key in context if key.startswith("default_")}
        if given:
            wanted = given.keys() & model._fields.keys() & set(names)
            self.check(model, {name: given[name] for name in wanted})

    def _refuse_empty(self, model, name):
        raise ValidationError(
            model.env._(
                "%(record)s: “%(field)s” cannot be empty.",
                record=name_of(model),
                field=model._fields[name]._description_string(model.env),
            )
        )

    def _refuse_name(self, model, name):
        raise ValidationError(
            model.env._(
                "%(record)s has no field %(field)s.", record=name_of(model), field=str(name)[:100]
            )
        )

    def _refuse(self, model, bound):
        raise ValidationError(
            model.env._(
                "%(record)s: this cannot be its “%(field)s”. Enter %(allowed)s.",
                record=name_of(model),
                field=bound.field._description_string(model.env),
                allowed=bound.describe(model.env),
            )
        )


def _is_ours(field):
    return bool(field._modules) and all(module.startswith(OURS) for module in field._modules)


def _is_never_empty(field):
    """Whether the column always has a value; nothing stands for zero in one of numbers."""
    return field.required and field.store and field.type not in NUMBERS


def _is_only_shown(field):
    """Whether nobody enters it and no column has it: what it is worth is computed."""
    computed = field.compute and field.readonly and not field.store and not field.inverse
    # commands go on to the lines, which refuse them
    return bool(computed and field.type not in ("one2many", "many2many"))


def _indexed_columns(model_class):
    """Return the names of the columns that a tree of the database has to hold in one page."""
    table_objects = model_class._table_objects.values()
    definitions = [one.get_definition(model_class.pool) for one in table_objects]
    trees = " ".join(one for one in definitions if one and "CHECK" not in one)
    words = frozenset(re.findall(r"\w+", trees))
    return {
        name for name, field in model_class._fields.items() if field.index in BTREE or name in words
    }


def front_of(model_class):
    """Return the class that is to come before all others of the model; none where nothing of the
    model is ours.
    """
    door = Door(model_class)
    if not door.bounds:
        return None
    fronts = (_entering(door), _asking(door))
    if door.whole:
        fronts += (Grouping,)
    return type("Front", fronts, {"__slots__": (), DOOR: door})


def _entering(door):
    class Entering:
        """By which values reach records; each method is as the ERP declares it."""

        __slots__ = ()

        @api.model_create_multi
        def create(self, vals_list):
            door.check_each(self, vals_list)
            return super().create(door.without_shown_each(vals_list))

        def write(self, vals):
            door.check(self, vals)
            return super().write(door.without_shown(vals))

        def copy(self, default=None):
            door.check(self, default or {})
            return super().copy(default)

    return Entering


def _asking(door):
    class Asking:
        """By which values reach forms and searches; each method is as the ERP declares it."""

        __slots__ = ()

        @api.model
        def default_get(self, fields):
            door.check_context(self, fields)
            return super().default_get(fields)

        def onchange(self, values, field_names, fields_spec):
            door.check(self, values, draft=True)
            return super().onchange(values, field_names, fields_spec)

        @api.model
        def _search(self, domain, *args, **kwargs):
            if not door.whole:
                return super()._search(domain, *args, **kwargs)
            try:
                check_domain(self, domain)
                check_page(self, *args[:2], **kwargs)
                return super()._search(domain, *args, **kwargs)
            except NO_SEARCH as error:
                raise no_search(self) from error

    return Asking


class Grouping:
    """By which values reach lists that are grouped; each method as the ERP declares it."""

    __slots__ = ()

    @api.model
    def web_read_group(self, *args, **kwargs):
        try:
            return super().web_read_group(*args, **kwargs)
        except NO_SEARCH as error:
            raise no_search(self) from error

    @api.model
    def _read_group(self, *args, **kwargs):
        try:
            return super()._read_group(*args, **kwargs)
        except NO_SEARCH as error:
            raise no_search(self) from error

    @api.model
    def _read_grouping_sets(self, *args, **kwargs):
        try:
            return super()._read_grouping_sets(*args, **kwargs)
        except NO_SEARCH as error:
            raise no_search(self) from error
