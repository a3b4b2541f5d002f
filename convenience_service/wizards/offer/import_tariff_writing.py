from odoo import api, models
from odoo.fields import Command

from ...sheets import values
from .import_tariff import OPEN_STATES

ITEM_FIELDS = {
    "respond_hours": "convenience_respond_hours",
    "finish_hours": "convenience_finish_hours",
    "noisy": "convenience_noisy",
    "min_subscribers": "convenience_min_subscribers",
    "service_kind": "convenience_kind",
}


class ConvenienceImportTariff(models.AbstractModel):
    """What a sheet of the tariff changes of items, and how it is written."""

    _name = "convenience.import.tariff"
    _inherit = ["convenience.import.tariff"]

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
        tariff = self._find_tariff(office, day)
        if not tariff or tariff.state not in OPEN_STATES:
            tariff = tariff.create({**self._tariff_of(office, day), "date_start": day})
        elif tariff.date_start != day:
            tariff.date_start = day
        commands = []
        lines = tariff.line_ids.grouped("product_id")
        for number, row in enumerate(rows, start=len(tariff.line_ids) + 1):
            commands += self._line_commands(row, number, lines, known)
        tariff.write({"line_ids": commands})

    @api.model
    def _line_commands(self, row, number, lines, known):
        """Return the commands that leave the item with just the lines that the sheet names."""
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
            Command.delete(line.id) for kind, line in by_type.items() if kind not in row.plan.named
        ]
        for kind in row.plan.types:
            if kind in by_type:
                commands.append(Command.update(by_type[kind].id, vals))
            else:
                own = {"product_id": item.id, "customer_type_id": kind, "sequence": number}
                commands.append(Command.create({**vals, **own}))
        return commands
