from odoo import api, models, tools
from odoo.exceptions import AccessError

PERMIT_KEY = "_convenience_permit"
PARENT_FIELDS = frozenset({"office_id", "unit_id", "tariff_id", "request_id", "company_id"})


class _Permit:
    """What one guarded write may change: one model, these ids, these values.

    A remote caller chooses its context, but only out of JSON: it can never
    hold an instance of this class, so it cannot forge the permission.
    """

    __slots__ = ("ids", "model", "values")

    def __init__(self, records, values):
        self.model = records._name
        self.ids = frozenset(records.ids)
        self.values = values

    def covers(self, records, values):
        return (
            self.model == records._name
            and self.ids.issuperset(records.ids)
            and isinstance(self.values, dict)
            and self._allows(self.values, values)
        )

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


class ConvenienceGuardedMixin(models.AbstractModel):
    """Fields that only the model's own code changes, whoever asks and by whatever channel."""

    _name = "convenience.guarded.mixin"
    _inherit = ["convenience.money.mixin"]
    _description = "Guarded Fields"

    @api.model
    def _guarded_fields(self):
        """Hook: names of the fields that `write` refuses without a permit."""
        return self._computed_columns()

    @api.model
    @tools.ormcache()
    def _computed_columns(self):
        """Stored computed fields: the ORM would let a remote caller write over what was
        computed.
        """
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly
        )

    @api.model
    def _guarded_defaults(self):
        """Hook: values put into every new record, over what the caller or any default says."""
        return {}

    @api.model_create_multi
    def create(self, vals_list):
        model, _permit = self._take_permit()
        forced = self._guarded_defaults()
        if self._is_permitted_creation(vals_list):
            vals_list = [{**forced, **vals} for vals in vals_list]
        else:
            vals_list = [{**self._without_computed(vals), **forced} for vals in vals_list]
        return super(ConvenienceGuardedMixin, model).create(vals_list)

    @api.model
    def _without_computed(self, vals):
        computed = self._computed_columns()
        return {name: value for name, value in vals.items() if name not in computed}

    def _is_permitted_creation(self, vals_list):
        """Whether `_create_guarded` is creating just these values."""
        permit = self.env.context.get(PERMIT_KEY)
        return (
            isinstance(permit, _Permit)
            and permit.model == self._name
            and permit.values is vals_list
        )

    def _not_computed_again(self, names):
        """Let stored values that were given with the records be what a computation would say.

        For records made by the thousand: the caller gave exactly that, and a test compares.
        """
        for name in names:
            self.env.remove_to_compute(self._fields[name], self)

    def _check_company(self, fnames=None):
        """Check one of the records that agree in all that is checked: visits come by the thousand,
        of few services.
        """
        if len(self) < 2:
            return super()._check_company(fnames)
        names = self._checked_for_company()
        # sudo: what is checked is no secret to the rule
        alike = self.sudo().grouped(lambda record: tuple(record[name]._ids for name in names))
        one_of_each = self.browse(same.ids[0] for same in alike.values())
        return super(ConvenienceGuardedMixin, one_of_each)._check_company(fnames)

    @api.model
    @tools.ormcache()
    def _checked_for_company(self):
        """Names of the fields whose companies have to agree, and of the record's own."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.relational and (field.check_company or name in ("company_id", "company_ids"))
        )

    @api.model
    def _create_guarded(self, vals_list):
        """Create with guarded values of the caller's own; the caller has checked who asks."""
        return self.with_context(**{PERMIT_KEY: _Permit(self, vals_list)}).create(vals_list)

    def write(self, vals):
        records, permit = self._take_permit()
        guarded = {name: vals[name] for name in self._guarded_fields() & vals.keys()}
        if guarded and not (permit and permit.covers(self, guarded)):
            records.check_access("write")  # the refusal names the record: not to strangers
            records._refuse_guarded(guarded)
        result = super(ConvenienceGuardedMixin, records).write(vals)
        if PARENT_FIELDS & vals.keys():
            # a record cannot be moved to where the user may not write
            records.check_access("write")
        return result

    def _take_permit(self):
        """Return the records without the permit in their context, and the permit."""
        permit = self.env.context.get(PERMIT_KEY)
        if permit is None:
            return self, None
        return (
            self.with_context(**{PERMIT_KEY: None}),
            permit if isinstance(permit, _Permit) else None,
        )

    def _refuse_guarded(self, guarded):
        labels = [self._fields[name]._description_string(self.env) for name in sorted(guarded)]
        raise AccessError(
            self.env._(
                "%(fields)s of %(record)s cannot be written directly. Use the buttons of the form.",
                fields=", ".join(labels),
                record=self[:1].sudo().display_name or self._description,
            )
        )

    def _write_guarded_each(self, values_by_id):
        """Write guarded fields, each record its own values; one permit for all of them.

        A permit a record would cost an environment a record: half of the time that the import
        of a month takes.

        :param values_by_id: {record id: values}, for every record
        """
        names = self._guarded_fields()
        guarded = {
            record_id: {name: vals[name] for name in names & vals.keys()}
            for record_id, vals in values_by_id.items()
        }
        # sudo: as in `_write_guarded`
        for record in self.sudo().with_context(**{PERMIT_KEY: _PermitEach(self, guarded)}):
            record.write(values_by_id[record.id])
        return True

    def _write_guarded(self, vals):
        """Write guarded fields. The caller has checked who asks and in which state."""
        # sudo: the move table or the calling method is the permission, not the access list
        guarded = {name: vals[name] for name in self._guarded_fields() & vals.keys()}
        return self.sudo().with_context(**{PERMIT_KEY: _Permit(self, guarded)}).write(vals)
