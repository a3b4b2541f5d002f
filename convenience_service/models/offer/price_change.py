from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from .tariff_line import OFFER_OPERATIONS, TariffKey

CHANGES = [
    ("new", "New"),
    ("dearer", "Dearer"),
    ("cheaper", "Cheaper"),
    ("terms", "Charged Otherwise"),
    ("stopped", "Stopped"),
]


class PriceChange(NamedTuple):
    """What a tariff changes for one item and some types of customer.

    `line` is what will hold, empty where the item is not in the new list any more; `old` is what
    holds on the day before, empty for what is new; `types` are the customer types it is so for.
    """

    product: object
    line: object
    old: object
    types: object
    kind: str


class ConvenienceTariff(models.Model):
    """What a tariff changes against the list in force, line by line."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    def _price_changes(self):
        """Return the `PriceChange`s against what holds on the day before the tariff starts.

        What stays as it is is left out. Expected costs are in none of it.
        """
        self.ensure_one()
        # sudo: what changes is told to everybody; who may read the draft was asked before
        tariff = self.sudo()
        if not (tariff.office_id and tariff.date_start):
            return []
        before = tariff._held_before()
        together = {}
        for (product, customer_type), old in before.items():
            line = tariff._line_for(product, customer_type)
            if tariff.kind == "amendment" and tariff._leaves_alone(line, old):
                continue
            old = old if old.operation in OFFER_OPERATIONS else old.browse()
            kind = tariff._kind_of_change(line, old)
            if kind:
                key = (product, line, old, kind)
                together[key] = together.get(key, customer_type.browse()) | customer_type
        return [
            PriceChange(product, line, old, types, kind)
            for (product, line, old, kind), types in together.items()
        ]

    def _held_before(self):
        """Return {(item, customer type): the line that holds on the day before, also a stop}."""
        lines = self.env["convenience.tariff.line"]
        products = self.line_ids.product_id
        if self.kind == "annual":
            products |= lines._items_ever_approved(self.office_id).get(self.office_id, products)
        day = self.date_start - timedelta(days=1)
        types = self.env["convenience.customer.type"].search([])
        keys = {
            (product, customer_type): TariffKey(
                self.office_id.id, product.id, customer_type.id, day
            )
            for product in products
            for customer_type in product.convenience_customer_type_ids or types
        }
        holding = lines._find_holding_lines(keys.values())
        return {pair: holding[key].sudo() for pair, key in keys.items()}

    def _line_for(self, product, customer_type):
        """Return the tariff's own line for a type of customer: the type's, else the one for all."""
        lines = self.line_ids.filtered(lambda line: line.product_id == product)
        own = lines.filtered(lambda line: line.customer_type_id == customer_type)
        return (own or lines.filtered(lambda line: not line.customer_type_id))[:1]

    @api.model
    def _leaves_alone(self, line, old):
        """Whether an amendment leaves what holds: a line for all does not touch a type's own."""
        return not line or (not line.customer_type_id and bool(old.customer_type_id))

    def _kind_of_change(self, line, old):
        """Return what becomes of an item, False for no change."""
        if not line or line.operation == "stop":
            return "stopped" if old else False
        if not old:
            return "new"
        if (line.price_rule, line.uom_id) != (old.price_rule, old.uom_id):
            return "terms"
        compared = line.price - old.price
        if self.currency_id.is_zero(compared):
            terms = (line.deposit, line.prepaid) != (old.deposit, old.prepaid)
            return "terms" if terms else False
        return "dearer" if compared > 0 else "cheaper"


class ConvenienceNoticeChange(models.Model):
    """One change of a price as a notice tells it: what, for whom, from which to which price.

    Made with the draft of a notice and never written again: both lines are approved, so their
    prices stay what they are.
    """

    _name = "convenience.notice.change"
    _description = "Change of a Price in a Notice"
    _inherit = ["convenience.guarded.mixin"]
    _order = "notice_id, id"

    notice_id = fields.Many2one("convenience.notice", required=True, index=True, ondelete="cascade")
    office_id = fields.Many2one(related="notice_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", "Item", required=True, ondelete="restrict")
    line_id = fields.Many2one(
        "convenience.tariff.line", "New Price", ondelete="restrict", index="btree_not_null"
    )
    old_line_id = fields.Many2one(
        "convenience.tariff.line", "Price until Then", ondelete="restrict"
    )
    customer_type_ids = fields.Many2many(
        "convenience.customer.type",
        "convenience_notice_change_type_rel",
        string="Meant For",
        help="Empty: for every type of customer.",
    )
    change = fields.Selection(CHANGES, required=True)
    date_start = fields.Date("From", required=True)
    days_required = fields.Integer(
        "Days to Be Public", help="How long before it applies, by the rule when it was approved."
    )
    price_before = fields.Char("Before", compute="_compute_prices")
    price_after = fields.Char("After", compute="_compute_prices")
    days_public = fields.Integer(
        compute="_compute_days_public",
        help="From the first posting, or from today where it is not posted yet, to the day the "
        "change applies.",
    )
    is_short = fields.Boolean("Public Too Short", compute="_compute_days_public")

    @api.depends("line_id", "old_line_id")
    @api.depends_context("lang")
    def _compute_prices(self):
        # sudo: prices in a notice are for everybody who reads it
        for change in self.sudo():
            change.price_before = change.old_line_id._price_in_words()
            change.price_after = change.line_id._price_in_words()

    @api.depends("notice_id.public_since", "date_start", "days_required")
    def _compute_days_public(self):
        for change in self:
            since = change.notice_id.public_since or change.office_id._today_or_none()
            change.days_public = (
                max(0, (change.date_start - since).days) if since and change.date_start else 0
            )
            change.is_short = change.days_public < change.days_required
