from typing import NamedTuple

from odoo import api, models
from odoo.fields import Command

from ...models.guard.roles import DIRECTOR
from ...sheets import values

OPEN_STATES = ("draft", "reviewed", "rejected")
DECIDED_STATES = ("approved", "submitted")

ITEM_FIELDS = {
    "respond_hours": "convenience_respond_hours",
    "finish_hours": "convenience_finish_hours",
    "noisy": "convenience_noisy",
    "min_subscribers": "convenience_min_subscribers",
    "service_kind": "convenience_kind",
}
LINE_COLUMNS = ("price_rule", "price", "deposit", "prepaid", "expected_cost", "margin_reason")
EVERYBODY = {"全部", "所有", "all", "everybody"}


class Offer(NamedTuple):
    """What a row of the tariff comes to: an item, and its lines by customer type."""

    item: object  # the known product template, or none
    types: list  # ids of customer types; [False] for every type
    vals: dict  # of each line, with names where nothing is known yet


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
        reason = self.env._("The item stands twice in the sheet.")
        self._refuse_repeated(
            grid.rows, "item", lambda row: values.folded(row.get("item")) or None, reason
        )
        self._check_dates(grid.rows)
        self._check_rates(office, grid.rows)
        self._check_amounts(office, grid.rows)
        known = self._known_things(office)
        for row in grid.rows:
            self._examine_row(row, known)
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
        tariff = self._find_tariff(office, rows[0].get("date_start").year)
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
    def _find_tariff(self, office, year):
        """Return the annual tariff of the year: one still open goes before one decided."""
        found = self.env["convenience.tariff"].search(
            [("office_id", "=", office.id), ("kind", "=", "annual"), ("year", "=", year)],
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
        if {line.customer_type_id.id for line in current} != set(row.plan.types):
            return False
        uom = known["uom"].get(values.folded(row.get("uom"))) or self.env["uom.uom"]
        departments = known["department"].get(values.folded(row.get("department"))) or ()
        return all(
            line.uom_id in uom
            and line.department_id in departments
            and not self._changes(line, row.plan.vals)
            for line in current
        )

    # ------------------------------------------------------------------ items

    @api.model
    def _item_changes(self, office, row, item, known):
        """Return {field: value} of the item that the sheet says otherwise, ids where known."""
        vals = self._prepare_item(row)
        if not item:
            return vals
        changes = self._changes(item, vals)
        category = known["category"].get(values.folded(row.get("category")))
        if not category or item.categ_id not in category:
            changes["categ_id"] = category[:1].id if category else False
        if self._rates_of(office, item) != ([row.get("tax_rate")] if row.get("tax_rate") else []):
            changes["taxes_id"] = row.get("tax_rate")
        return changes

    @api.model
    def _prepare_item(self, row):
        vals = {field: row.get(key) for key, field in ITEM_FIELDS.items() if row.has(key)}
        return {**vals, "convenience_charging": row.get("charging")}

    @api.model
    def _rates_of(self, office, item):
        return self._taxes_of(office, item).mapped("amount")

    @api.model
    def _taxes_of(self, office, item):
        # sudo: the item carries the taxes of other companies as well
        taxes = item.sudo().taxes_id
        return taxes.filtered_domain(taxes._check_company_domain(office.company_id))

    @api.model
    def _warn_item(self, row, changes):
        """Say which fields the sheet changes of an item that other offices offer as well."""
        fields = self.env["product.template"]._fields
        labels = [fields[name]._description_string(self.env) for name in changes]
        reason = self.env._(
            "The item is known and changes for every office: %(fields)s.", fields=", ".join(labels)
        )
        row.refuse("item", reason, warning=True)

    # ------------------------------------------------------------------ writing

    @api.model
    def _write_rows(self, office, rows):
        rows = [row for row in rows if row.action != "unchanged"]
        if not rows:
            return
        self._make_missing(office, rows)
        # made just now, so looked up once more
        known = self._known_things(office)
        self._write_items(office, rows, known)
        self._write_lines(office, rows, known)

    @api.model
    def _make_missing(self, office, rows):
        known = self._known_things(office)
        root = self.env.ref("convenience_service.product_category_convenience")
        self._make_named(rows, "category", known, "product.category", {"parent_id": root.id})
        self._make_named(rows, "uom", known, "uom.uom", {"relative_factor": 1.0})
        self._find_or_make_departments(office, [row.get("department") for row in rows])

    @api.model
    def _make_named(self, rows, key, known, model, more):
        names = {values.folded(row.get(key)): row.get(key) for row in rows}
        self.env[model].create(
            [{"name": name, **more} for folded, name in names.items() if folded not in known[key]]
        )

    @api.model
    def _write_items(self, office, rows, known):
        """Create the items nobody knew, and change those the sheet says otherwise of."""
        new = [row for row in rows if not row.plan.item]
        made = self.env["product.template"].create(
            [self._prepare_new_item(office, row, known) for row in new]
        )
        for row, item in zip(new, made, strict=True):
            row.plan = row.plan._replace(item=item)
        taxes = self._included_taxes(office, rows)
        for row in rows:
            item = row.plan.item
            changes = self._item_changes(office, row, item, known)
            changes.pop("taxes_id", None)
            changes.update(self._tax_commands(office, item, taxes[row.get("tax_rate")]))
            if changes:
                item.write(changes)

    @api.model
    def _prepare_new_item(self, office, row, known):
        free = row.get("charging") == "free"
        return {
            **self._prepare_item(row),
            "name": row.get("item"),
            "is_convenience": True,
            "type": "service",
            "purchase_ok": False,
            "list_price": 0.0,
            "categ_id": known["category"][values.folded(row.get("category"))][:1].id,
            "uom_id": known["uom"][values.folded(row.get("uom"))][:1].id,
            "convenience_signature_required": not free,
            **({} if row.has("service_kind") else self._usual_kind(row, known)),
        }

    @api.model
    def _usual_kind(self, row, known):
        """An item is of the kind that all others of its category are of."""
        category = known["category"][values.folded(row.get("category"))][:1]
        kinds = {
            item.convenience_kind
            for items in known["item"].values()
            for item in items
            if item.categ_id == category
        }
        return {"convenience_kind": kinds.pop()} if len(kinds) == 1 else {}

    @api.model
    def _included_taxes(self, office, rows):
        """Return {rate: the company's tax of that rate, included in the price}."""
        taxes = self.env["account.tax"]
        return {
            rate: taxes._convenience_included_tax(office.company_id, rate)
            for rate in {row.get("tax_rate") for row in rows}
        }

    @api.model
    def _tax_commands(self, office, item, tax):
        """Give the item the company's tax of the sheet; other companies' taxes stay."""
        own = self._taxes_of(office, item)
        if own.ids == tax.ids:
            return {}
        removed = [Command.unlink(old) for old in own.ids if old not in tax.ids]
        return {"taxes_id": removed + [Command.link(new) for new in tax.ids if new not in own.ids]}

    @api.model
    def _write_lines(self, office, rows, known):
        day = rows[0].get("date_start")
        tariff = self._find_tariff(office, day.year)
        if not tariff or tariff.state not in OPEN_STATES:
            tariff = tariff.create(
                {"office_id": office.id, "kind": "annual", "year": day.year, "date_start": day}
            )
        elif tariff.date_start != day:
            tariff.date_start = day
        commands = []
        lines = tariff.line_ids.grouped("product_id")
        for number, row in enumerate(rows, start=len(tariff.line_ids) + 1):
            commands += self._line_commands(row, number, lines, known)
        tariff.write({"line_ids": commands})

    @api.model
    def _line_commands(self, row, number, lines, known):
        """Return the commands that leave the item with just the lines of the row."""
        item = row.plan.item.product_variant_id
        current = lines.get(item, self.env["convenience.tariff.line"])
        by_type = {line.customer_type_id.id: line for line in current}
        department = known["department"][values.folded(row.get("department"))][:1]
        vals = {
            **row.plan.vals,
            "uom_id": known["uom"][values.folded(row.get("uom"))][:1].id,
            "department_id": department.id,
        }
        commands = [
            Command.delete(line.id) for kind, line in by_type.items() if kind not in row.plan.types
        ]
        for kind in row.plan.types:
            if kind in by_type:
                commands.append(Command.update(by_type[kind].id, vals))
            else:
                own = {"product_id": item.id, "customer_type_id": kind, "sequence": number}
                commands.append(Command.create({**vals, **own}))
        return commands
