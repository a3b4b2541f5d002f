from collections import defaultdict

from odoo import api, models

from .tariff_line import OFFER_OPERATIONS, TariffKey


class ConvenienceTariffLine(models.Model):
    """Which line holds on a day: the latest approved one, the own customer type first."""

    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    @api.model
    def _find_tariff_lines(self, keys):
        """Return {key: the line that holds, or an empty record} for any number of keys.

        For the customer's own type, then for all types: the latest approved line at or before
        the day. A stop refuses; absence falls through. Since an annual tariff replaces the
        whole list, nothing older than the latest annual one counts.

        :param keys: iterable of `TariffKey` (office, product, customer type ids; local day)
        """
        return {
            key: line if line.operation in OFFER_OPERATIONS else self.browse()
            for key, line in self._find_holding_lines(keys).items()
        }

    @api.model
    def _find_holding_lines(self, keys):
        """As `_find_tariff_lines`, but a stop is returned as the line it is."""
        keys = [TariffKey(*key) for key in keys]
        if not keys:
            return {}
        annuals = self._approved_annuals({key.office_id for key in keys})
        lines = self._approved_lines(keys)
        types = self._offered_types({key.product_id for key in keys})
        return {
            key: self._pick_line(
                lines.get((key.office_id, key.product_id), ()), annuals.get(key.office_id, ()), key
            )
            if key.customer_type_id in types.get(key.product_id, (key.customer_type_id,))
            else self.browse()
            for key in dict.fromkeys(keys)
        }

    @api.model
    def _offered_types(self, product_ids):
        """Return {product id: ids of the customer types it is for}, of items not for all."""
        # sudo: whom an item is for is public
        items = (
            self.env["product.product"]
            .sudo()
            .search(
                [("id", "in", list(product_ids)), ("convenience_customer_type_ids", "!=", False)]
            )
        )
        return {item.id: item.convenience_customer_type_ids.ids for item in items}

    @api.model
    def _approved_annuals(self, office_ids):
        """Return {office id: approved annual tariffs, latest first}."""
        # sudo: everybody concerned gets the price that holds
        tariffs = (
            self.env["convenience.tariff"]
            .sudo()
            .search(
                [
                    ("office_id", "in", list(office_ids)),
                    ("state", "=", "approved"),
                    ("kind", "=", "annual"),
                ]
            )
        )
        result = defaultdict(list)
        for tariff in tariffs.sorted(self._rank_of, reverse=True):
            result[tariff.office_id.id].append(tariff)
        return result

    @api.model
    def _approved_lines(self, keys):
        """Return {(office id, product id): approved lines, latest first}."""
        lines = self.sudo().search(
            [
                ("approved", "=", True),
                ("office_id", "in", list({key.office_id for key in keys})),
                ("product_id", "in", list({key.product_id for key in keys})),
                ("date_start", "<=", max(key.day for key in keys)),
            ]
        )
        result = defaultdict(list)
        for line in lines.sorted(lambda line: self._rank_of(line.tariff_id), reverse=True):
            result[line.office_id.id, line.product_id.id].append(line)
        return result

    @api.model
    def _items_ever_approved(self, offices):
        """Return {office: the items it has or had an approved price for}."""
        # sudo: everybody concerned gets what is offered
        groups = self.sudo()._read_group(
            [("approved", "=", True), ("office_id", "in", offices.ids)],
            ["office_id"],
            ["product_id:recordset"],
        )
        return dict(groups)

    @api.model
    def _rank_of(self, tariff):
        """Later start wins; of two on one day, the later approval."""
        return tariff.date_start, tariff.approved_on, tariff.id

    @api.model
    def _pick_line(self, lines, annuals, key):
        floor = next(
            (self._rank_of(annual) for annual in annuals if annual.date_start <= key.day), None
        )
        holding = [
            line
            for line in lines
            if line.date_start <= key.day
            and (floor is None or self._rank_of(line.tariff_id) >= floor)
        ]
        for type_id in (key.customer_type_id, False):
            for line in holding:
                if line.customer_type_id.id == type_id:
                    return line.sudo(False)
        return self.browse()

    @api.model
    def _missing_line_message(self, key):
        """Return the sentence that says why no line holds for the key."""
        key = TariffKey(*key)
        # sudo: names in a refusal
        values = {
            "office": self.env["convenience.office"].sudo().browse(key.office_id).name,
            "item": self.env["product.product"].sudo().browse(key.product_id).display_name,
            "type": self.env["convenience.customer.type"].sudo().browse(key.customer_type_id).name,
            "date": key.day,
        }
        stop = self._find_holding_lines([key])[key].sudo()
        if stop:
            return self.env._(
                "%(office)s has stopped %(item)s since %(since)s; it cannot be ordered on "
                "%(date)s.",
                since=stop.date_start,
                **values,
            )
        if self._is_offered_to_others(key):
            return self.env._(
                "%(office)s does not offer %(item)s to customers of type %(type)s on %(date)s.",
                **values,
            )
        return self.env._(
            "%(office)s has no approved price for %(item)s on %(date)s. Have the director "
            "propose it in an "
            "amendment of the tariff.",
            **values,
        )

    @api.model
    def _is_offered_to_others(self, key):
        types = self.env["convenience.customer.type"].sudo().search([])
        others = [key._replace(customer_type_id=customer_type.id) for customer_type in types]
        return any(self._find_tariff_lines(others).values())
