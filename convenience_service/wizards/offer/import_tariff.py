from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from ...models.guard.roles import DIRECTOR
from ...sheets import values

OPEN_STATES = ("draft", "reviewed", "rejected")
DECIDED_STATES = ("approved", "submitted")

LINE_COLUMNS = ("price_rule", "price", "deposit", "prepaid", "expected_cost", "margin_reason")
EVERYBODY = {"全部", "所有", "all", "everybody"}


class Offer(NamedTuple):
    """What a row of the tariff comes to: an item, and its lines by customer type."""

    item: object  # the known product template, or none
    types: list  # ids of customer types; [False] for every type
    vals: dict  # of each line, with names where nothing is known yet
    named: frozenset = frozenset()  # what all rows of the item name as types


class ConvenienceImportTariff(models.AbstractModel):
    """The annual tariff of an office, as a draft that goes to the general manager.

    An item is known by its name in any installed language; one that nobody knows is created.
    What the sheet says of an item (category, hours, tax) holds for every office of the company.
    """

    _name = "convenience.import.tariff"
    _inherit = ["convenience.import.staff"]
    _description = "Sheet of the Tariff"
    _fills = "convenience.tariff"

    @api.model
    def _roles(self):
        return (DIRECTOR,)

    # ------------------------------------------------------------------ judging

    @api.model
    def _examine(self, office, grid):
        self._check_dates(grid.rows)
        self._check_rates(office, grid.rows)
        self._check_amounts(office, grid.rows)
        known = self._known_things(office)
        for row in grid.rows:
            self._examine_row(row, known)
        self._check_named_once(grid.rows)
        self._plan_rows(office, grid, known)

    @api.model
    def _known_things(self, office):
        """Return what rows name, each as {folded name: records}."""
        root = self.env.ref("convenience_service.product_category_convenience")
        categories = self.env["product.category"].search([("id", "child_of", root.id)])
        items = self.env["product.template"].search(
            [
                ("is_convenience", "=", True),
                ("company_id", "in", (office.company_id.id, False)),
            ]
        )
        return {
            "item": self._by_name(items),
            # of namesakes the one that the office's tariffs name already
            "offered": self._offered_items([("office_id", "=", office.id)]),
            # sudo: only whether other offices offer it, for a warning
            "shared": self.sudo()._offered_items([("office_id", "!=", office.id)]),
            "category": self._by_name(categories),
            "uom": self._by_name(self.env["uom.uom"].search([])),
            "department": self._departments_of(office),
            "type": self._customer_types(),
        }

    @api.model
    def _offered_items(self, domain):
        """Return the items that tariffs of some offices name."""
        lines = self.env["convenience.tariff.line"]
        products = [product for (product,) in lines._read_group(domain, ["product_id"])]
        return self.env["product.product"].union(*products).product_tmpl_id

    @api.model
    def _check_dates(self, rows):
        """A tariff begins on one day."""
        dated = [row for row in rows if row.has("date_start")]
        for row in dated:
            if row.get("date_start") != dated[0].get("date_start"):
                row.refuse("date_start", self.env._("The first row has another day."))

    @api.model
    def _check_rates(self, office, rows):
        rates = {row.get("tax_rate") for row in rows if row.get("tax_rate")}
        taxes = self.env["account.tax"]._find_convenience_taxes(office.company_id, rates)
        known = set(taxes.mapped("amount"))
        for row in rows:
            if row.get("tax_rate") and row.get("tax_rate") not in known:
                row.refuse(
                    "tax_rate",
                    self.env._(
                        "%(company)s has no sales tax of this rate. Add one to its chart of "
                        "accounts first.",
                        company=office.company_id.name,
                    ),
                )

    @api.model
    def _check_amounts(self, office, rows):
        """Prices are whole fen, and zero where nothing is charged."""
        currency = office.company_id.currency_id
        for row in rows:
            for key in ("price", "deposit", "expected_cost"):
                amount = row.get(key) or 0.0
                if abs(amount - currency.round(amount)) > 1e-9:
                    row.refuse(key, self.env._("The amount has too many decimals."))
            self._check_charging(row)

    @api.model
    def _check_charging(self, row):
        free, price = row.get("charging") == "free", row.get("price")
        if free and price:
            row.refuse("price", self.env._("A free item has the price zero."))
        if free and row.get("prepaid"):
            row.refuse("prepaid", self.env._("A free item is not prepaid."))
        if row.get("charging") == "paid" and price == 0 and row.get("price_rule") != "quotation":
            row.refuse("price", self.env._("A paid item needs a price."))

    @api.model
    def _examine_row(self, row, known):
        types = self._types_of(row, known["type"])
        items = known["item"].get(values.folded(row.get("item")), ())
        if len(items) > 1:
            items = items & known["offered"] or items
        if len(items) > 1:
            row.refuse("item", self.env._("Several items have this name. Rename or archive one."))
        elif items and row.has("charging") and items.convenience_charging != row.get("charging"):
            self._check_charging_stays(row, items)
        if row.good:
            row.plan = Offer(items or None, types, self._prepare_line(row))

    @api.model
    def _check_named_once(self, rows):
        """An item may have a row of its own for each type of customer, and not two for one."""
        named = defaultdict(list)
        placed = [row for row in rows if row.good]
        for row in placed:
            kinds = named[values.folded(row.get("item"))]
            if set(kinds) & set(row.plan.types):
                row.refuse("item", self.env._("The item stands twice in the sheet."))
            kinds += row.plan.types
        for row in placed:
            kinds = named[values.folded(row.get("item"))]
            row.plan = row.plan._replace(named=frozenset(kinds))

    @api.model
    def _types_of(self, row, known):
        """Return the ids of the customer types that the row names; [False] when it names all."""
        names = {values.folded(name) for name in row.get("types", ())} - {""}
        unknown = names - known.keys() - EVERYBODY
        if unknown:
            row.refuse("types", self.env._("There is no such customer type."))
        types = {known[name].id for name in names & known.keys()}
        everybody = {kind.id for kind in known.values()}
        return [False] if names & EVERYBODY or types in (set(), everybody) else sorted(types)

    @api.model
    def _check_charging_stays(self, row, item):
        """What is free at one office cannot become paid at all of them by a sheet of another."""
        # sudo: a price of another office counts as well
        lines = self.env["convenience.tariff.line"].sudo()
        if lines.search_count([("product_id", "in", item.product_variant_ids.ids)], limit=1):
            row.refuse(
                "charging",
                self.env._(
                    "The item is in a tariff with another charging. Give the new one another name."
                ),
            )

    @api.model
    def _prepare_line(self, row):
        """Return the values of a line that the sheet says itself."""
        vals = {key: row.get(key) for key in LINE_COLUMNS if row.has(key)}
        return {"operation": "offer", **vals}

    # ------------------------------------------------------------------ what becomes of the rows

    @api.model
    def _plan_rows(self, office, grid, known):
        rows = [row for row in grid.rows if row.good]
        if not rows:
            return
        tariff = self._find_tariff(office, rows[0].get("date_start"))
        lines = tariff.line_ids.grouped("product_id")
        for row in rows:
            current = lines.get(row.plan.item.product_variant_id) if row.plan.item else None
            same = bool(current) and self._same_lines(row, current, known)
            if tariff.state in DECIDED_STATES:
                self._judge_decided(row, tariff, same)
            else:
                self._judge_open(office, row, current, same, known)
        if tariff.state in DECIDED_STATES:
            self._say_decided(grid, tariff)
        else:
            self._say_left_over(grid, tariff, rows)

    @api.model
    def _tariff_of(self, office, day):
        """Hook: return the values by which the tariff of the sheet is known, and made."""
        return {"office_id": office.id, "kind": "annual", "year": day.year}

    @api.model
    def _find_tariff(self, office, day):
        """Return the annual tariff of the year: one still open goes before one decided."""
        known_by = self._tariff_of(office, day)
        found = self.env["convenience.tariff"].search(
            [(name, "=", value) for name, value in known_by.items()],
            order="date_start desc, id desc",
        )
        return found.filtered(lambda tariff: tariff.state in OPEN_STATES)[:1] or found[:1]

    @api.model
    def _judge_decided(self, row, tariff, same):
        """A decided tariff stays: the same again is nothing to do, anything else an amendment."""
        row.action = "unchanged"
        if not same or tariff.date_start != row.get("date_start"):
            row.refuse(
                "date_start" if same else "item",
                self.env._(
                    "%(tariff)s is %(state)s and says otherwise. Make an amendment.",
                    tariff=tariff.name,
                    state=tariff._state_label(tariff.state),
                ),
            )

    @api.model
    def _judge_open(self, office, row, current, same, known):
        changes = self._item_changes(office, row, row.plan.item, known)
        if changes and row.plan.item and row.plan.item in known["shared"]:
            self._warn_item(row, changes)
        row.action = "create" if not current else "update" if changes or not same else "unchanged"

    @api.model
    def _say_decided(self, grid, tariff):
        if all(row.good for row in grid.rows):
            grid.note(
                self.env._(
                    "%(tariff)s is %(state)s already with the same content. There is nothing "
                    "to do.",
                    tariff=tariff.name,
                    state=tariff._state_label(tariff.state),
                )
            )

    @api.model
    def _say_left_over(self, grid, tariff, rows):
        """Say what stays in the draft although the sheet does not name it."""
        named = {row.plan.item.product_variant_id.id for row in rows if row.plan.item}
        left = tariff.line_ids.product_id.filtered(lambda item: item.id not in named)
        if left:
            grid.note(
                self.env._(
                    "%(tariff)s keeps its lines of %(items)s, which the sheet does not name.",
                    tariff=tariff.name,
                    items=", ".join(left.mapped("name")),
                )
            )

    @api.model
    def _same_lines(self, row, current, known):
        """Whether the tariff has just the lines that the row says."""
        kinds = {line.customer_type_id.id for line in current}
        if not set(row.plan.types) <= kinds <= row.plan.named:
            return False
        current = current.filtered(lambda line: line.customer_type_id.id in row.plan.types)
        uom = known["uom"].get(values.folded(row.get("uom"))) or self.env["uom.uom"]
        departments = known["department"].get(values.folded(row.get("department"))) or ()
        return all(
            line.uom_id in uom
            and line.department_id in departments
            and not self._changes(line, row.plan.vals)
            for line in current
        )
