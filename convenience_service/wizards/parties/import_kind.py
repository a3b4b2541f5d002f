from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import float_compare

from ...models.guard.roles import SERVICE_MANAGER
from ...sheets import values
from ...sheets.columns import KINDS, TYPE_CODES

QUIETLY = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class ConvenienceImportKind(models.AbstractModel):
    """What one kind of sheet does with its rows: judge them, then write the good ones.

    `_examine` only reads. It names the problems on the rows and notes on each good one what is
    to become of it: `action` (create, update, unchanged) and `plan`, which `_write_rows` carries
    out. Both take whole sheets and never query row by row.
    """

    _name = "convenience.import.kind"
    _description = "Kind of Sheet"
    # the model that the rows become records of
    _fills = None

    @api.model
    def _columns(self):
        """Return the columns of the sheet."""
        return KINDS[self._name.rpartition(".")[2]]

    @api.model
    def _roles(self):
        """Return the roles that the user needs all of."""
        return (SERVICE_MANAGER,)

    @api.model
    def _examine(self, office, grid):
        """Judge the rows of the grid. Nothing is written."""
        raise NotImplementedError

    @api.model
    def _write_rows(self, office, rows):
        """Write rows that `_examine` found good."""
        raise NotImplementedError

    @api.model
    def _check_user(self, office):
        """Refuse who may not load this kind of sheet, or not at this office.

        :raise AccessError: naming the groups to ask for
        """
        office.sudo(False).check_access("read")
        user, roles = self.env.user, self._roles()
        if not all(user._has_convenience_role(role) for role in roles):
            raise AccessError(
                self.env._(
                    "%(user)s may not import the sheet of %(kind)s. Ask for it: %(groups)s.",
                    user=user.name,
                    kind=self._kind_label(),
                    groups=" + ".join(user._convenience_role_names(*roles)),
                )
            )

    @api.model
    def _kind_label(self):
        kinds = self.env["convenience.import"]._fields["kind"]._description_selection(self.env)
        return dict(kinds)[self._name.rpartition(".")[2]]

    # ------------------------------------------------------------------ finding what is known

    @api.model
    def _by_name(self, records):
        """Return {folded name: records} by the name in every installed language."""
        found = {}
        for lang, _name in self.env["res.lang"].get_installed():
            for record in records.with_context(lang=lang):
                name = values.folded(record.name)
                known = found.get(name)
                if known is None:
                    found[name] = record.with_env(records.env)
                elif record.id not in known.ids:
                    found[name] = known | record.with_env(records.env)
        return found

    @api.model
    def _customer_types(self):
        """Return {folded name or code: customer type}."""
        types = self.env["convenience.customer.type"].search([])
        codes = {kind.code: kind for kind in types}
        usual = {name: codes[code] for name, code in TYPE_CODES.items() if code in codes}
        return {**usual, **codes, **self._by_name(types)}

    @api.model
    def _phone_key(self, company, phone):
        """A phone number for comparing: digits only, without the country's own prefix."""
        digits = "".join(char for char in (phone or "") if char.isdigit())
        international = (phone or "").strip().startswith(("+", "00"))
        prefix = str(company.country_id.phone_code or "")
        if international and prefix:
            digits = digits.removeprefix("00").removeprefix(prefix)
        return digits

    @api.model
    def _person_key(self, company, name, phone):
        """What a person is recognised by: namesakes have other phones."""
        return values.folded(name), self._phone_key(company, phone)

    @api.model
    def _place_key(self, building, entrance, number):
        return values.folded(building), values.folded(entrance), values.folded(number)

    @api.model
    def _place_of(self, row):
        return self._place_key(row.get("building"), row.get("entrance"), row.get("number"))

    @api.model
    def _units_of(self, office):
        """Return {place: unit} of the office, archived ones too."""
        units = self.env["convenience.unit"].with_context(active_test=False)
        found = units.search([("office_id", "=", office.id)])
        return {self._place_key(u.building, u.entrance, u.number): u for u in found}

    # ------------------------------------------------------------------ judging

    @api.model
    def _refuse_repeated(self, rows, column, key_of, reason):
        """Refuse rows whose key an earlier row of the sheet has already.

        :param key_of: function of a row, returning its key, or None when it has none
        """
        seen = set()
        for row in rows:
            key = key_of(row)
            if key is not None and key in seen:
                row.refuse(column, reason)
            seen.add(key)

    @api.model
    def _plan(self, row, record, vals):
        """Note on the row that it creates the record, or what it changes on it."""
        row.plan = (record, self._changes(record, vals) if record else vals)
        row.action = "create" if not record else "update" if row.plan[1] else "unchanged"

    @api.model
    def _changes(self, record, vals):
        """Return the values that the record does not have yet."""
        return {name: value for name, value in vals.items() if self._differs(record, name, value)}

    @api.model
    def _differs(self, record, name, value):
        field = record._fields[name]
        known = record[name].id if field.relational else record[name]
        if field.type in ("float", "monetary"):
            # six decimals: finer than any of ours, coarser than what floats get wrong
            return bool(float_compare(known, value or 0.0, precision_digits=6))
        return (known or False) != (value or False)

    @api.model
    def _write_plans(self, model, rows):
        """Create and update the records that the rows plan, in batches."""
        model.create([row.plan[1] for row in rows if row.action == "create"])
        for row in rows:
            if row.action == "update":
                record, changes = row.plan
                record.write(changes)
