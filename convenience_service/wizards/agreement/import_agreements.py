from datetime import timedelta
from typing import NamedTuple

from odoo import api, models

from ...models.offer.tariff_line import TariffKey
from ...sheets import values

ONE_DAY = timedelta(days=1)


class Service(NamedTuple):
    """What a row of agreements comes to."""

    partner: object
    unit: object
    item: object
    first: object  # the first day that is not paid yet


class ConvenienceImportAgreements(models.AbstractModel):
    """Agreements that run: a row a service, those of one number being one agreement.

    What was paid is not billed again: the service begins here on the day after, in the rhythm of
    its own start.
    """

    _name = "convenience.import.agreements"
    _inherit = ["convenience.import.opening"]
    _description = "Sheet of Agreements"
    _fills = "convenience.agreement"

    @api.model
    def _examine(self, office, grid):
        self._place_payers(office, grid.rows)
        self._place_services(office, grid.rows)
        self._check_tariff(office, grid.rows)
        self._check_one_customer(grid.rows)
        placed = [row for row in grid.rows if row.good]
        self._refuse_repeated(
            placed, "item", self._key_of, self.env._("This service stands twice in the agreement.")
        )
        self._plan_agreements(office, placed)

    @api.model
    def _check_amount(self, office, row):
        if row.get("price") == 0:
            row.refuse("price", self.env._("Enter an amount of more than nothing."))
        return super()._check_amount(office, row)

    @api.model
    def _key_of(self, row):
        return values.folded(row.get("paper")), row.plan.item.id

    @api.model
    def _place_services(self, office, rows):
        items = self._by_name(self.env["product.product"].search([("is_convenience", "=", True)]))
        # of items of one name, the one that the office offers
        offered = self.env["convenience.tariff.line"].search(
            [("tariff_id.office_id", "=", office.id)]
        )
        for row in rows:
            item = items.get(values.folded(row.get("item")))
            if item and len(item) > 1:
                item &= offered.product_id
            if row.has("item") and (not item or len(item) > 1):
                row.refuse("item", self.env._("There is no service item of just this name."))
            weekly = row.get("frequency") == "weekly"
            if weekly and not all(map(self._weekday_of, row.get("days") or [])):
                row.refuse("days", self.env._("These are no days of the week."))
            if row.good:
                row.plan = Service(*row.plan, item, self._first_day(office, row))

    @api.model
    def _first_day(self, office, row):
        """Return the first day not paid yet; without a word of it, the opening day."""
        opening = office.company_id._convenience_opening_day()
        paid = row.get("paid_until")
        return max(row.get("start"), paid + ONE_DAY if paid else opening)

    @api.model
    def _check_tariff(self, office, rows):
        """The tariff names department and taxes, whatever price was agreed."""
        tariff = self.env["convenience.tariff.line"]
        good = {row: self._tariff_key(office, row.plan) for row in rows if row.good}
        found = tariff._find_tariff_lines(list(good.values()))
        for row, key in good.items():
            if not found.get(key):
                row.refuse("item", tariff._missing_line_message(key))

    @api.model
    def _tariff_key(self, office, service):
        customer_type = service.unit.customer_type_id
        return TariffKey(office.id, service.item.id, customer_type.id, service.first)

    @api.model
    def _check_one_customer(self, rows):
        """An agreement is with one customer about one unit, who lives there on its first day."""
        customers = {}
        for row in rows:
            if not row.good:
                continue
            service = row.plan
            own = (service.partner, service.unit)
            if customers.setdefault(values.folded(row.get("paper")), own) != own:
                row.refuse("paper", self.env._("An earlier row has another customer or unit."))
            stays = service.unit.occupancy_ids.filtered(
                lambda stay, service=service: (
                    stay.partner_id == service.partner and stay._holds_on(service.first)
                )
            )
            if not stays:
                row.refuse(
                    "name",
                    self.env._("Does not live in the unit on %(day)s.", day=service.first),
                )

    @api.model
    def _plan_agreements(self, office, rows):
        """What was brought in already is left; it changes by the buttons of its form only."""
        # sudo: for who brings in the sheet
        lines = self.env["convenience.agreement.line"].sudo()
        lines = lines.search(
            [("office_id", "=", office.id), ("agreement_id.opening_number", "!=", False)]
        )
        known = {
            (values.folded(line.agreement_id.opening_number), line.product_id.id): line.price_unit
            for line in lines
        }
        numbers = {number for number, _item in known}
        for row in rows:
            key = self._key_of(row)
            row.action = "unchanged" if key in known else "create"
            changed = key in known and office.currency_id.compare_amounts(
                known[key], row.get("price")
            )
            if row.good and (changed or (key not in known and key[0] in numbers)):
                row.refuse(
                    "paper",
                    self.env._("It was brought in already. Change it by the buttons of its form."),
                )
