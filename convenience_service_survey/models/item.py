from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.convenience_service.models.guard.roles import DIRECTOR
from odoo.addons.convenience_service.models.offer.tariff_line import TariffKey

from .ticks import MOST_ITEMS

ASKED_IN_DAYS = 365


class ConvenienceSurveyItem(models.Model):
    """An item that a round asks for, and the price that its sheet names."""

    _name = "convenience.survey.item"
    _description = "Surveyed Item"
    _inherit = ["convenience.guarded.mixin"]
    _order = "round_id, sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product",
        "Service Item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
    )
    price = fields.Monetary(
        compute="_compute_price",
        store=True,
        readonly=False,
        help="Around which the sheet asks for a fair price; 0 for none. Starts at today's.",
    )

    _once = models.UniqueIndex("(round_id, product_id)", "An item stands once on a sheet.")
    _price_positive = models.Constraint("CHECK(price >= 0)", "A price is not negative.")

    @api.depends("product_id", "round_id.office_id")
    def _compute_price(self):
        prices = self._prices_today()
        for item in self:
            item.price = prices.get((item.office_id.id, item.product_id.id), 0.0)

    def _prices_today(self):
        """Return {(office id, product id): price in force for all, or for the first type}."""
        types = [False, *self.env["convenience.customer.type"].search([]).ids]
        keys = [
            TariffKey(item.office_id.id, item.product_id.id, type_id, item.office_id._today())
            for item in self
            if item.office_id and item.product_id
            for type_id in types
        ]
        found = self.env["convenience.tariff.line"]._find_tariff_lines(keys)
        prices = {}
        for key, line in found.items():
            # sudo: the price that holds is public
            if line and line.sudo().price_rule in ("fixed", "from"):
                prices.setdefault((key.office_id, key.product_id), line.sudo().price)
        return prices

    @api.constrains("round_id", "product_id")
    def _refuse_too_many(self):
        for one in self.round_id:
            if len(one.item_ids) > MOST_ITEMS:
                raise ValidationError(
                    self.env._(
                        "%(round)s: one A4 holds %(most)s items, %(count)s are picked. Leave out "
                        "what can wait.",
                        round=one.name,
                        most=MOST_ITEMS,
                        count=len(one.item_ids),
                    )
                )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"round_id"}

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._refuse_pick()
        return items

    def write(self, vals):
        self._refuse_pick()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_before_it_is_open(self):
        self._refuse_pick()

    def _refuse_pick(self):
        """The director picks, and as long as no sheet is out."""
        if self:
            self.round_id._require_role(DIRECTOR, act=self.env._("pick what is asked for"))
            self.round_id._refuse_begun()


class ConvenienceSurveyRound(models.Model):
    """The items of a sheet, proposed from catalogue and offer."""

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    def action_propose_items(self):
        """Fill up the sheet with what is asked for most: wishes first, then what was ordered most
        in a year, then the rest of the offer in force. The director strikes out and adds.
        """
        for one in self:
            one._require_role(DIRECTOR, act=self.env._("pick what is asked for"))
            one._refuse_begun()
            free = MOST_ITEMS - len(one.item_ids)
            wanted = (one._items_by_demand() - one.item_ids.product_id)[:free]
            self.env["convenience.survey.item"].create(
                [
                    {"round_id": one.id, "product_id": item.id, "sequence": 100 + number}
                    for number, item in enumerate(wanted)
                ]
            )
        return True

    def _items_by_demand(self):
        """Return items, the most wanted first."""
        self.ensure_one()
        since = fields.Date.subtract(self.office_id._today(), days=ASKED_IN_DAYS)
        offered = self._offered_today()
        wished = self.env["product.product"]
        if self.kind == "demand":
            measure = "asked_count:sum"
            wished = self._most("convenience.demand", [("date", ">=", since)], measure)
        ordered = self._most("convenience.request.line", [("date_registered", ">=", since)])
        # an opinion is asked on what one can have had
        return wished | (ordered & offered if self.kind == "opinion" else ordered) | offered

    def _most(self, model, domain, measure="__count"):
        """Return the items that the office's records name, those that they name most first."""
        # sudo: which items are asked for, no more
        groups = (
            self.env[model]
            .sudo()
            ._read_group(
                Domain(domain)
                & Domain("office_id", "=", self.office_id.id)
                & Domain("product_id.is_convenience", "=", True)
                & Domain("product_id.active", "=", True),
                ["product_id"],
                order=f"{measure} desc, product_id",
                limit=MOST_ITEMS,
            )
        )
        return self.env["product.product"].union(*(item for (item,) in groups)).sudo(False)

    def _offered_today(self):
        """Return the items that have a price today."""
        items = self.env["convenience.tariff.line"]._items_ever_approved(self.office_id)
        items = items.get(self.office_id, self.env["product.product"])
        types = [False, *self.env["convenience.customer.type"].search([]).ids]
        keys = {
            TariffKey(self.office_id.id, item.id, type_id, self.office_id._today()): item
            for item in items
            for type_id in types
        }
        found = self.env["convenience.tariff.line"]._find_tariff_lines(keys)
        return self.env["product.product"].union(*(keys[key] for key in found if found[key]))
