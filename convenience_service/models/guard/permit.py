"""Permits: what lets the addon's own code past its guards, and no remote caller.

A permit travels in the context, from the method that has checked who asks to the guard of the
model. A remote caller chooses its context, but only out of JSON: it can never hold an instance of
the classes below, so it cannot forge one. Whoever takes a permit strips it before going on, so
that it does not reach what is written next.
"""

_KEY = "_convenience_permit"


class _Permit:
    """What one guarded write may change: one model, these ids, these values."""

    __slots__ = ("ids", "model", "values")

    def __init__(self, records, values):
        self.model = records._name
        self.ids = frozenset(records.ids)
        self.values = values

    # The ERP keeps an environment a context: equal permits share one.

    def __eq__(self, other):
        return (
            type(self) is type(other)
            and self.values is other.values
            and self.model == other.model
            and self.ids == other.ids
        )

    def __hash__(self):
        return hash((self.model, self.ids))

    def covers(self, records, values):
        """Whether the permit is for a write of these guarded values on these records."""
        return (
            self.model == records._name
            and self.ids.issuperset(records.ids)
            and isinstance(self.values, dict)
            and self._allows(self.values, values)
        )

    def covers_creation(self, records, vals_list):
        """Whether the permit is for the creation of just this list of values, the very object."""
        return self.model == records._name and self.values is vals_list

    def _allows(self, allowed, values):
        return all(name in allowed and allowed[name] == value for name, value in values.items())


class _PermitEach(_Permit):
    """As `_Permit`, for a batch of which each record gets values of its own: {id: values}."""

    __slots__ = ()

    def covers(self, records, values):
        return (
            self.model == records._name
            and self.ids.issuperset(records.ids)
            and all(self._allows(self.values[record_id], values) for record_id in records.ids)
        )


def with_permit(records, values=None):
    """Return the records with a permit for them; the caller has checked who asks.

    :param values: the guarded values of a write, the list of a creation; none, for a guard that
        asks for the model only (see `has_permit`)
    """
    return records.with_context(**{_KEY: _Permit(records, values)})


def with_permit_each(records, values_by_id):
    """As `with_permit`, for a write of each record's own values: {id: guarded values}."""
    return records.with_context(**{_KEY: _PermitEach(records, values_by_id)})


def permit_of(records):
    """Return the permit that the records carry, or None: what is forged is none."""
    permit = records.env.context.get(_KEY)
    return permit if isinstance(permit, _Permit) else None


def has_permit(records, *models):
    """Whether the records carry a permit for one of these models, whatever the values."""
    permit = permit_of(records)
    return permit is not None and permit.model in models


def without_permit(records):
    """Return the records without what may be a permit in their context."""
    if records.env.context.get(_KEY) is None:
        return records
    return records.with_context(**{_KEY: None})
