from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceRegistrationMixin(models.AbstractModel):
    """Who orders in which unit, and who pays for it: found from the occupancies, then fixed."""

    _name = "convenience.registration.mixin"
    _description = "Registration of a Customer's Order"

    # name of the field that holds who orders
    _customer_field = "customer_id"

    @api.model
    def _moment_of(self, vals, past):
        return fields.Datetime.to_datetime(vals["registered_at"]) if past else fields.Datetime.now()

    @api.model
    def _registration_day(self, vals, office, past):
        """Return the local day on which the customer has to live in the unit."""
        return office._local_date(self._moment_of(vals, past))

    @api.model
    def _find_occupancies(self, vals_list, past=False):
        """Return, for each values, the occupancy of the customer in the unit at registration.

        :raise UserError: naming customer, unit and day, where there is none
        """
        customer = self._customer_field
        units = self.env["convenience.unit"].browse(
            {vals["unit_id"] for vals in vals_list if vals.get("unit_id")}
        )
        customers = {vals.get(customer) for vals in vals_list} - {None, False}
        found = self.env["convenience.occupancy"].search(
            [("unit_id", "in", units.ids), ("partner_id", "in", list(customers))],
            order="date_from desc, id desc",
        )
        by_place = found.grouped(lambda occupancy: (occupancy.unit_id.id, occupancy.partner_id.id))
        return [
            self._pick_occupancy(
                by_place.get((vals.get("unit_id"), vals.get(customer))), units, vals, past
            )
            for vals in vals_list
        ]

    @api.model
    def _pick_occupancy(self, occupancies, units, vals, past):
        unit = units.browse(vals.get("unit_id")).with_prefetch(units.ids)
        day = self._registration_day(vals, unit.office_id, past) if unit else None
        for occupancy in occupancies or ():
            if occupancy._holds_on(day):
                return occupancy
        raise UserError(
            self.env._(
                "%(customer)s is not registered in %(unit)s on %(date)s. Register the occupancy "
                "first.",
                customer=self.env["res.partner"].browse(vals.get(self._customer_field)).name
                or self.env._("The customer"),
                unit=unit.name or self.env._("the unit"),
                date=day or "",
            )
        )

    @api.model
    def _find_paying_occupancy(self, vals, occupancy, day):
        """Who asks pays; the owner pays for the tenant only with the consent on record.

        :param occupancy: of who orders
        :param day: local day on which the owner has to own the unit
        :return: the occupancy whose way of settling holds
        """
        payer_id = vals.get("payer_id") or occupancy.partner_id.id
        if payer_id == occupancy.partner_id.id:
            return occupancy
        owner = occupancy.unit_id.occupancy_ids.filtered(
            lambda other: (
                other.partner_id.id == payer_id and other.role == "owner" and other._holds_on(day)
            )
        )[:1]
        if owner and vals.get("payer_consent"):
            return owner
        raise UserError(
            self.env._(
                "%(payer)s can pay for %(customer)s only as owner of %(unit)s and with the "
                "consent on record.",
                payer=self.env["res.partner"].browse(payer_id).name,
                customer=occupancy.partner_id.name,
                unit=occupancy.unit_id.name,
            )
        )

    @api.model
    def _prepare_payer(self, vals, occupancy, day):
        """Return who pays and how, as far as the occupancies say."""
        paying = self._find_paying_occupancy(vals, occupancy, day)
        return {"payer_id": paying.partner_id.id, "settlement_mode": paying.settlement_mode}
