from odoo import api, models, tools
from odoo.exceptions import AccessError

from .permit import permit_of, with_permit, with_permit_each, without_permit

PARENT_FIELDS = frozenset({"office_id", "unit_id", "tariff_id", "request_id", "company_id"})


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
        forced = self._guarded_defaults()
        if self._is_permitted_creation(vals_list):
            vals_list = [{**forced, **vals} for vals in vals_list]
        else:
            vals_list = [{**self._without_computed(vals), **forced} for vals in vals_list]
        return super(ConvenienceGuardedMixin, without_permit(self)).create(vals_list)

    @api.model
    def _without_computed(self, vals):
        computed = self._computed_columns()
        return {name: value for name, value in vals.items() if name not in computed}

    def _is_permitted_creation(self, vals_list):
        """Whether `_create_guarded` is creating just these values."""
        permit = permit_of(self)
        return permit is not None and permit.covers_creation(self, vals_list)

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
        return with_permit(self, vals_list).create(vals_list)

    def write(self, vals):
        records, permit = without_permit(self), permit_of(self)
        guarded = {name: vals[name] for name in self._guarded_fields() & vals.keys()}
        if guarded and not (permit and permit.covers(self, guarded)):
            records.check_access("write")  # the refusal names the record: not to strangers
            records._refuse_guarded(guarded)
        result = super(ConvenienceGuardedMixin, records).write(vals)
        if PARENT_FIELDS & vals.keys():
            # a record cannot be moved to where the user may not write
            records.check_access("write")
        return result

    # ------------------------------------------------------------------ who may

    def _require_role(self, *roles, act):
        """Refuse who has none of the roles: the real user, even under sudo.

        :param roles: keys of `roles.ROLES`
        :param str act: what is refused, translated, as it follows "may not"
        :raise AccessError: naming record, user and whom to ask; the ERP's own refusal, which names
            nothing, to who may not read the records
        """
        if self:
            self.sudo(False).check_access("read")
        if not self.env.user._has_convenience_role(*roles):
            self._refuse_role(*roles, act=act)

    def _refuse_role(self, *roles, act):
        """Refuse who was found to have none of the roles; see `_require_role`."""
        user = self.env.user
        model = self.env["ir.model"]._get(self._name)
        raise AccessError(
            self.env._(
                "%(record)s: %(user)s may not %(act)s. Ask for it: %(roles)s.",
                record=self[:1].sudo().display_name or model.name,
                user=user.name,
                act=act,
                roles=" / ".join(user._convenience_role_names(*roles)) or self.env._("the system"),
            )
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
        for record in with_permit_each(self.sudo(), guarded):
            record.write(values_by_id[record.id])
        return True

    def _write_guarded(self, vals):
        """Write guarded fields. The caller has checked who asks and in which state."""
        # sudo: the move table or the calling method is the permission, not the access list
        guarded = {name: vals[name] for name in self._guarded_fields() & vals.keys()}
        return with_permit(self.sudo(), guarded).write(vals)
