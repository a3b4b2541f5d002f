from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError

from ...models.guard.roles import ACCOUNTANT, SERVICE_MANAGER, SHEET_IMPORT
from ...sheets import values


class Payer(NamedTuple):
    """Whose balance a row is, and for which home."""

    partner: object
    unit: object


class ConvenienceImportOpening(models.AbstractModel):
    """Balances of before the product, booked on the opening day: for who may load sheets and has
    accounting rights. What is booked already is left, and refused where it would change.
    """

    _name = "convenience.import.opening"
    _inherit = ["convenience.import.kind"]
    _description = "Sheet of Opening Balances"

    @api.model
    def _roles(self):
        return (ACCOUNTANT,)

    @api.model
    def _check_user(self, office):
        result = super()._check_user(office)
        user = self.env.user
        if not user._has_convenience_role(SERVICE_MANAGER, SHEET_IMPORT):
            raise AccessError(
                self.env._(
                    "%(user)s may not import the sheet of %(kind)s. Ask for it: %(groups)s.",
                    user=user.name,
                    kind=self._kind_label(),
                    groups=" / ".join(user._convenience_role_names(SERVICE_MANAGER, SHEET_IMPORT)),
                )
            )
        return result

    # ------------------------------------------------------------------ whose

    @api.model
    def _place_payers(self, office, rows):
        """Find the payer of each row among those who live or lived in the unit."""
        units = self._units_of(office)
        residents = self._residents_of(office)
        for row in rows:
            unit = units.get(self._place_of(row))
            if row.has("building", "number") and not unit:
                row.refuse("number", self.env._("The office has no such unit."))
            if unit and row.has("name"):
                self._place_payer(office, row, unit, residents.get(unit.id, []))
            self._check_amount(office, row)

    @api.model
    def _residents_of(self, office):
        """Return {unit id: partners} of the office, those who moved out too."""
        occupancies = self.env["convenience.occupancy"].search([("office_id", "=", office.id)])
        return {unit.id: own.partner_id for unit, own in occupancies.grouped("unit_id").items()}

    @api.model
    def _place_payer(self, office, row, unit, residents):
        name, phone = values.folded(row.get("name")), row.get("phone")
        found = [one for one in residents if values.folded(one.name) == name]
        if phone:
            key = self._phone_key(office.company_id, phone)
            found = [one for one in found if self._phone_key(office.company_id, one.phone) == key]
        if len(found) == 1:
            row.plan = Payer(found[0], unit)
        elif found:
            row.refuse("phone", self.env._("Several in the unit have this name. Enter the phone."))
        else:
            row.refuse("name", self.env._("Nobody of this name and phone is in the unit."))

    @api.model
    def _check_amount(self, office, row):
        amount, currency = row.get("amount"), office.currency_id
        if amount is None:
            return
        if currency.compare_amounts(amount, 0) <= 0:
            row.refuse("amount", self.env._("Enter an amount of more than nothing."))
        elif abs(amount - currency.round(amount)) > 1e-6:
            row.refuse("amount", self.env._("This is no amount of money: it has too many digits."))

    # ------------------------------------------------------------------ once

    @api.model
    def _plan_once(self, office, rows, key_of, booked):
        """Book each balance once.

        :param key_of: function of a row with a payer, returning what tells its balance apart
        :param booked: {key: amount} of what is booked already
        """
        placed = [row for row in rows if row.good and isinstance(row.plan, Payer)]
        self._refuse_repeated(
            placed, "name", key_of, self.env._("This balance stands twice in the sheet.")
        )
        for row in placed:
            known = booked.get(key_of(row))
            row.action = "create" if known is None else "unchanged"
            if known is not None and office.currency_id.compare_amounts(known, row.get("amount")):
                row.refuse(
                    "amount",
                    self.env._(
                        "%(amount)s are booked already and stay. Correct that by a receipt or a "
                        "credit note.",
                        amount=office._in_currency(known, office.currency_id),
                    ),
                )

    @api.model
    def _new(self, rows):
        return [row for row in rows if row.action == "create"]
