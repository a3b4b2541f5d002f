"""What residents are told of items and prices: one answer for page, screen, handbook and papers."""

from odoo import models
from odoo.tools import format_date

from ...models.offer.tariff_line import TariffKey
from ..guard import formats

SUPERVISION_LINE = "12315"


class ConvenienceTariffLine(models.Model):
    """A price as residents read it."""

    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    def _price_in_words(self):
        """Return the price with its unit, in the language of the context; "" for no line."""
        if not self:
            return ""
        if self.operation == "stop":
            return self.env._("Stopped")
        price = self.env["report.convenience_service.report_tariff"]._price(self)
        per_unit = self.charging == "paid" and self.price_rule in ("fixed", "from")
        return f"{price} / {self.uom_id.name}" if per_unit else price


class ConvenienceOffice(models.Model):
    """What is approved, in force and meant for the public: P1 制度 6, P2 4.2.1."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    def _public_offer(self, day=None, customer_types=None, channel=None):
        """Return what the office offers on a local day, as texts in the language of the context.

        Whatever shows prices to residents shows this and nothing else.

        :param day: a local day of the office; empty: today
        :param customer_types: whom it is for; empty: everybody
        :param channel: of whose notices the texts are wanted, see `convenience.notice.place`
        """
        self.ensure_one()
        # sudo: what is in force and public is for everybody
        office = self.sudo()
        today = office._today()
        rows = office._public_rows(day or today, customer_types)
        return {
            **formats.letterhead(office),
            "title": office.tariff_title or self.env._("Convenience Services and Prices"),
            "day": format_date(self.env, day or today),
            "hours": office.service_hours or "",
            "complaints": office.complaint_phone or "",
            "supervision": SUPERVISION_LINE,
            "heading": office._public_heading(day or today),
            "paid": self._by_category(row for row in rows if not row["free"]),
            "free": self._by_category(row for row in rows if row["free"]),
            "changes": office._public_changes(day or today, customer_types),
            "notices": office._public_notices(channel, today, customer_types) if channel else [],
        }

    # ------------------------------------------------------------------ what is in force

    def _public_rows(self, day, customer_types):
        """Return a row for each item and price in force, in the order of the list."""
        everybody = self.env["convenience.customer.type"].search([])
        wanted = customer_types or everybody
        lines = self.env["convenience.tariff.line"].sudo()
        items = lines._items_ever_approved(self).get(self, self.env["product.product"])
        items = items.filtered(lambda item: item.active and item.convenience_is_public)
        keys = {
            (item, customer_type): TariffKey(self.id, item.id, customer_type.id, day)
            for item in items
            for customer_type in item.convenience_customer_type_ids or everybody
            if customer_type in wanted
        }
        holding = lines._find_tariff_lines(keys.values())
        report = self.env["report.convenience_service.report_tariff"]
        together = {}
        for (_item, customer_type), key in keys.items():
            line = holding[key].sudo()
            if line:
                same = together.setdefault(report._sameness(line), [line, customer_type.browse()])
                same[1] |= customer_type
        ordered = sorted(
            together.values(),
            key=lambda pair: (
                pair[0].categ_id.complete_name or "", pair[0].categ_id.id, pair[0].sequence,
                pair[0].product_id.id, pair[0].id,
            ),
        )  # fmt: skip
        return [self._public_row(line, types, wanted) for line, types in ordered]

    def _public_row(self, line, types, everybody):
        item = line.product_id
        report = self.env["report.convenience_service.report_tariff"]
        materials = dict(item._fields["convenience_materials"]._description_selection(self.env))
        return {
            "category": line.categ_id.name or "",
            "free": line.charging == "free",
            "name": item.name or "",
            "types": "" if types == everybody else " / ".join(types.sorted().mapped("name")),
            "price": line._price_in_words(),
            "value": line.price if line.price_rule == "fixed" and line.price else None,
            "uom": line.uom_id.name or "",
            "terms": report._terms(line),
            "materials": materials.get(item.convenience_materials, ""),
            "counting": item.convenience_counting or "",
            "standard": item.convenience_standard or "",
            "warranty": item.convenience_warranty or "",
            "since": format_date(self.env, line.date_start),
        }

    @staticmethod
    def _by_category(rows):
        """Return (category, its rows) in the order in which they come."""
        categories = {}
        for row in rows:
            categories.setdefault(row["category"], []).append(row)
        return list(categories.items())

    def _public_heading(self, day):
        """Return since when the list is in force, and in which currency its prices are."""
        annuals = self.env["convenience.tariff.line"]._approved_annuals(self.ids).get(self.id, ())
        holding = next((tariff for tariff in annuals if tariff.date_start <= day), None)
        currency = self.currency_id.name
        currency = self.env._("yuan") if currency == formats.YUAN else currency
        values = {"currency": currency, "day": format_date(self.env, day)}
        if holding:
            return self.env._(
                "In force since %(since)s. Prices in %(currency)s, tax included. As of %(day)s.",
                since=format_date(self.env, holding.date_start),
                **values,
            )
        return self.env._("Prices in %(currency)s, tax included. As of %(day)s.", **values)

    # ------------------------------------------------------------------ what is told

    def _public_changes(self, day, customer_types):
        """Return what changes after the day, of notices that are published."""
        changes = self.env["convenience.notice.change"].search(
            [
                ("office_id", "=", self.id),
                ("date_start", ">", day),
                ("notice_id.state", "=", "published"),
                ("notice_id.tariff_id.state", "=", "approved"),
            ]
        )
        return changes.sorted(lambda change: (change.date_start, change.id))._told(customer_types)

    def _public_notices(self, channel, day, customer_types):
        """Return title and text of the notices that are valid and shown there."""
        notices = self.env["convenience.notice"].search(
            [
                ("office_id", "=", self.id),
                ("state", "=", "published"),
                ("date_from", "<=", day),
                ("posting_ids.place_id.channel", "=", channel),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )
        return [
            {"name": notice.name, "text": notice.text or "", "tariff": bool(notice.tariff_id)}
            for notice in (notices - notices._outdated())._meant_for(customer_types)
        ]


class ConvenienceNotice(models.Model):
    """Whom a notice is for."""

    _name = "convenience.notice"
    _inherit = ["convenience.notice"]

    def _meant_for(self, customer_types):
        """Return those of the notices that are for one of the types; all where none is asked."""
        return self.filtered(
            lambda notice: (
                not customer_types
                or not notice.customer_type_ids
                or notice.customer_type_ids & customer_types
            )
        )


class ConvenienceNoticeChange(models.Model):
    """Changes as residents read them."""

    _name = "convenience.notice.change"
    _inherit = ["convenience.notice.change"]

    def _told(self, customer_types=None):
        """Return the changes as texts, for some types of customer or for all.

        :param customer_types: whom they are told to; empty: everybody
        """
        kinds = dict(self._fields["change"]._description_selection(self.env))
        return [
            {
                "name": change.product_id.name or "",
                "change": kinds[change.change],
                "kind": change.change,
                "types": " / ".join(change.customer_type_ids.sorted().mapped("name")),
                "before": change.price_before,
                "after": change.price_after or self.env._("Stopped"),
                "date": format_date(self.env, change.date_start),
                "from": self.env._("From %(day)s", day=format_date(self.env, change.date_start)),
            }
            for change in self
            if change._concerns(customer_types)
        ]

    def _concerns(self, customer_types):
        """Whether the change is told to one of the types, or to everybody where none is asked."""
        item = self.product_id
        if not (item.active and item.convenience_is_public):
            return False
        types = self.customer_type_ids or item.convenience_customer_type_ids
        return not customer_types or not types or bool(types & customer_types)
