from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models

from ...models.guard.roles import CLERK, SHEET_IMPORT
from ...models.offer.tariff_line import TariffKey
from ...models.request.request_line import MAX_QUANTITY
from ...sheets import values


class Service(NamedTuple):
    """What a row of services comes to. Moments are naive UTC."""

    registered_at: object
    done_at: object  # None: still to be done
    unit: object
    customer: object
    products: object  # the items of that name
    tariff_line: object
    workers: object


class ConvenienceImportServices(models.AbstractModel):
    """Registered work of an office: requests at the tariff's prices, done or signed already.

    The number tells them apart. Times are the office's local ones. Serves P2 4.2.4 to 4.3.1 for
    work that was kept on paper.
    """

    _name = "convenience.import.services"
    _inherit = ["convenience.import.kind"]
    _description = "Sheet of Services"
    _fills = "convenience.request"

    @api.model
    def _roles(self):
        return (CLERK, SHEET_IMPORT)

    @api.model
    def _examine(self, office, grid):
        known = self._known_requests(office, grid.rows)
        found = self._found_things(office, grid.rows)
        for row in grid.rows:
            row.plan = self._plan_service(office, row, found)
        self._check_tariff(office, grid.rows)
        reason = self.env._("The number stands twice.")
        self._refuse_repeated(grid.rows, "name", lambda row: row.get("name"), reason)
        for row in grid.rows:
            row.action = "create"
            if row.good and row.get("name") in known:
                row.action = "unchanged"
                self._compare(row, known[row.get("name")])

    @api.model
    def _known_requests(self, office, rows):
        """Return {number: request} of those registered at the office."""
        names = [row.get("name") for row in rows if row.has("name")]
        found = self.env["convenience.request"].search(
            [("office_id", "=", office.id), ("name", "in", names)]
        )
        return {request.name: request for request in found}

    @api.model
    def _found_things(self, office, rows):
        """Return what the rows name, looked up once for the whole sheet."""
        units = self._units_of(office)
        occupancies = self._occupancies_of(office, rows, units)
        return {
            "unit": units,
            "occupancy": occupancies,
            "product": self._by_name(
                self.env["product.product"].search([("is_convenience", "=", True)])
            ),
            "worker": self._workers_of(office),
        }

    @api.model
    def _occupancies_of(self, office, rows, units):
        """Return {unit id: {person: occupancies}} for the units that the rows name."""
        places = {self._place_of(row) for row in rows}
        unit_ids = [units[place].id for place in places if place in units]
        found = self.env["convenience.occupancy"].search([("unit_id", "in", unit_ids)])
        result = defaultdict(lambda: defaultdict(found.browse))
        for occupancy in found:
            partner = occupancy.partner_id
            person = self._person_key(office.company_id, partner.name, partner.phone)
            result[occupancy.unit_id.id][person] |= occupancy
        return result

    @api.model
    def _workers_of(self, office):
        """Return {folded name or staff number: workers} of the office, who left it too."""
        # sudo: names of the office's own staff; whoever loads the sheet needs no personnel right
        found = (
            self.env["convenience.worker"]
            .sudo()
            .with_context(active_test=False)
            .search([("office_id", "=", office.id)], order="active desc, id")
        )
        result = defaultdict(found.browse)
        for worker in found:
            for name in (worker.employee_id.name, worker.number):
                result[values.folded(name)] |= worker
        return result

    # ------------------------------------------------------------------ each row

    @api.model
    def _plan_service(self, office, row, found):
        moments = {
            key: office._to_utc(row.get(key)) for key in ("registered", "done") if row.has(key)
        }
        self._check_moments(row, moments)
        self._check_quantity(row)
        unit = self._unit_of(row, found)
        return Service(
            moments.get("registered"),
            moments.get("done"),
            unit,
            self._customer_of(office, row, unit, moments.get("registered"), found),
            self._products_of(row, found),
            None,
            self._find_workers(row, found),
        )

    @api.model
    def _check_moments(self, row, moments):
        if len(moments) == 2 and moments["done"] < moments["registered"]:
            row.refuse("done", self.env._("Finished before it was registered."))
        for key, moment in moments.items():
            if moment > fields.Datetime.now():
                row.refuse(key, self.env._("This time lies in the future."), warning=True)
        unfinished = row.cell("done") is None
        if unfinished and row.get("signed"):
            row.refuse("signed", self.env._("Signed, but without the time it was finished."))
        elif not unfinished and row.cell("signed") is None:
            row.refuse("signed", self.env._("The signature column takes only yes or no."))

    @api.model
    def _check_quantity(self, row):
        quantity = row.get("quantity")
        if quantity is None:
            return
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if quantity > MAX_QUANTITY:
            row.refuse("quantity", self.env._("The quantity is too large."))
        elif abs(quantity - round(quantity, digits)) > 1e-9:
            row.refuse(
                "quantity",
                self.env._("The quantity has more than %(digits)s decimals.", digits=digits),
            )

    @api.model
    def _unit_of(self, row, found):
        unit = found["unit"].get(self._place_of(row))
        if row.has("building", "number") and not unit:
            row.refuse("number", self.env._("The office has no such unit."))
        return unit

    @api.model
    def _customer_of(self, office, row, unit, registered_at, found):
        """Return who of the unit's residents the row names, by name and phone."""
        if not unit or not row.has("customer"):
            return None
        residents = found["occupancy"][unit.id]
        name = values.folded(row.get("customer"))
        namesakes = [person for person in residents if person[0] == name]
        person = self._person_key(office.company_id, row.get("customer"), row.get("phone"))
        if row.cell("phone") is None and len(namesakes) == 1:
            person = namesakes[0]
        if person not in residents:
            self._refuse_customer(row, namesakes)
            return None
        self._check_residence(office, row, residents[person], registered_at)
        return residents[person].partner_id[:1]

    @api.model
    def _refuse_customer(self, row, namesakes):
        if namesakes and row.has("phone"):
            row.refuse("phone", self.env._("The customer has another phone number."))
        elif namesakes:
            row.refuse("phone", self.env._("The unit has namesakes. Enter the phone number."))
        elif values.is_formula(row.cell("customer")):
            row.refuse("customer", self.env._("There is no such customer; the formula is defused."))
        else:
            row.refuse("customer", self.env._("There is no such customer."))

    @api.model
    def _check_residence(self, office, row, occupancies, registered_at):
        if not registered_at:
            return
        day = office._local_date(registered_at)
        if not any(occupancy._holds_on(day) for occupancy in occupancies):
            row.refuse(
                "customer",
                self.env._("The customer does not live in the unit on %(date)s.", date=day),
            )

    @api.model
    def _products_of(self, row, found):
        products = found["product"].get(values.folded(row.get("item")))
        if row.has("item") and not products:
            row.refuse("item", self.env._("The tariff has no such item."))
        return products

    @api.model
    def _find_workers(self, row, found):
        workers = self.env["convenience.worker"].sudo()
        for name in row.get("workers", ()):
            namesakes = found["worker"].get(values.folded(name), workers)
            serving = namesakes.filtered("active") or namesakes
            if not serving:
                reason = self.env._("%(name)s is not among the staff of the office.", name=name)
                row.refuse("workers", reason)
            elif len(serving) > 1:
                reason = self.env._(
                    "Several of the staff are called %(name)s. Enter the staff number.", name=name
                )
                row.refuse("workers", reason)
            workers |= serving[:1]
        if row.has("done") and row.cell("workers") is None:
            row.refuse("workers", self.env._("The work is finished: enter who did it."))
        return workers

    # ------------------------------------------------------------------ price

    @api.model
    def _check_tariff(self, office, rows):
        """Find the tariff line that holds for each row, for the customer type on the local day."""
        priced = [
            row for row in rows if row.plan.products and row.plan.unit and row.plan.registered_at
        ]
        keys = {row.number: self._tariff_keys(office, row.plan) for row in priced}
        every_key = {key for row_keys in keys.values() for key in row_keys}
        lines = self.env["convenience.tariff.line"]._find_tariff_lines(every_key)
        messages = {}
        for row in priced:
            offered = [key for key in keys[row.number] if lines[key]]
            if len(offered) == 1:
                row.plan = row.plan._replace(tariff_line=lines[offered[0]])
            else:
                self._refuse_item(row, keys[row.number], offered, messages)

    @api.model
    def _tariff_keys(self, office, service):
        day, kind = office._local_date(service.registered_at), service.unit.customer_type_id
        return [TariffKey(office.id, product.id, kind.id, day) for product in service.products]

    @api.model
    def _refuse_item(self, row, keys, offered, messages):
        if offered:
            reason = self.env._("Several items have this name. Rename or archive one.")
        else:
            key = keys[0]
            if key not in messages:
                lines = self.env["convenience.tariff.line"]
                messages[key] = lines._missing_line_message(key)
            reason = messages[key]
        row.refuse("item", reason)
