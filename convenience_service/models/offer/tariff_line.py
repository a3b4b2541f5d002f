from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

OFFER_OPERATIONS = ("offer", "reprice")


class TariffKey(NamedTuple):
    """What a price is looked up by: ids of office, product and customer type, and a local day."""

    office_id: int
    product_id: int
    customer_type_id: int
    day: object


class ConvenienceTariffLine(models.Model):
    """One item at one price for one or all customer types, or its end."""

    _name = "convenience.tariff.line"
    _description = "Tariff Line"
    _inherit = ["convenience.guarded.mixin"]
    _order = "tariff_id, sequence, id"
    _check_company_auto = True

    tariff_id = fields.Many2one("convenience.tariff", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    office_id = fields.Many2one(related="tariff_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="tariff_id.state")
    product_id = fields.Many2one(
        "product.product",
        "Item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
    )
    categ_id = fields.Many2one(related="product_id.categ_id")
    charging = fields.Selection(related="product_id.convenience_charging")
    customer_type_id = fields.Many2one("convenience.customer.type", help="Empty: for every type.")
    operation = fields.Selection(
        [("offer", "Offer"), ("reprice", "Reprice"), ("stop", "Stop")],
        required=True,
        default="offer",
    )
    price_rule = fields.Selection(
        [
            ("fixed", "Fixed"),
            ("from", "Starting At"),
            ("percentage", "Percentage"),
            ("quotation", "By Quotation"),
        ],
        required=True,
        default="fixed",
    )
    price = fields.Monetary(
        help="In the company's currency, tax included; for a percentage: per cent."
    )
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit of Measure",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("uom.product_uom_unit", raise_if_not_found=False),
    )
    department_id = fields.Many2one(
        "hr.department", ondelete="restrict", check_company=True, help="Who does the work."
    )
    deposit = fields.Monetary(help="Asked for beforehand and given back.")
    prepaid = fields.Boolean(help="Whoever orders pays ahead.")
    expected_cost = fields.Monetary(
        groups="convenience_service.group_service_manager,convenience_service.group_general_manager"
    )
    margin = fields.Monetary(
        compute="_compute_margin",
        groups="convenience_service.group_service_manager,convenience_service.group_general_manager",
    )
    margin_rate = fields.Float(
        "Margin %",
        compute="_compute_margin",
        groups="convenience_service.group_service_manager,convenience_service.group_general_manager",
    )
    markup_rate = fields.Float(
        "Markup %",
        compute="_compute_margin",
        groups="convenience_service.group_service_manager,convenience_service.group_general_manager",
        help="Profit by cost; the margin is profit by price.",
    )
    margin_reason = fields.Char(
        "Margin Explained",
        groups="convenience_service.group_service_manager,convenience_service.group_general_manager",
        help="Needed where the price does not cover its cost with a small profit (保本微利).",
    )
    demand = fields.Char(help="How many asked for it, from the survey.")
    reason = fields.Char()
    approved = fields.Boolean(readonly=True, copy=False)
    date_start = fields.Date("In Force From", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    price_now = fields.Monetary(
        compute="_compute_price_now", help="What the item costs today, to compare with."
    )
    is_in_force = fields.Boolean(
        "In Force",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="Whether it is today's price.",
    )

    _price_positive = models.Constraint(
        "CHECK(price >= 0 AND deposit >= 0)", "Prices and deposits are not negative."
    )
    _once = models.UniqueIndex(
        "(tariff_id, product_id, (COALESCE(customer_type_id, 0)))",
        "An item stands once in a tariff for each customer type.",
    )
    _holding_idx = models.Index("(office_id, product_id, date_start) WHERE approved")

    @api.depends("price", "expected_cost", "price_rule", "operation")
    def _compute_margin(self):
        for line in self:
            priced = line.operation != "stop" and line.price_rule in ("fixed", "from")
            line.margin = line.price - line.expected_cost if priced else 0.0
            line.margin_rate = line.margin / line.price if priced and line.price else 0.0
            cost = line.expected_cost if priced else 0.0
            line.markup_rate = line.margin / cost if cost else 0.0

    def _holding_today(self):
        """Return {line: the line that holds today for its item and customer type}."""
        keys = {line: line._key_today() for line in self if line.office_id and line.product_id}
        holding = self._find_tariff_lines(keys.values())
        return {line: holding[key] for line, key in keys.items()}

    def _key_today(self):
        return TariffKey(
            self.office_id.id,
            self.product_id.id,
            self.customer_type_id.id,
            self.office_id._today(),
        )

    @api.depends("office_id", "product_id", "customer_type_id")
    def _compute_price_now(self):
        holding = self._holding_today()
        for line in self:
            line.price_now = holding[line].price if line in holding else 0.0

    @api.depends("approved")
    def _compute_is_in_force(self):
        """A line holds today when the look-up of its own item and customer type finds it."""
        holding = self.filtered("approved")._holding_today()
        for line in self:
            line.is_in_force = line.approved and holding[line] == line

    @api.model
    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain(
            "id", "in", self.search([("approved", "=", True)]).filtered("is_in_force").ids
        )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"approved", "date_start", "approved_on"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "approved": False,
            "date_start": False,
            "approved_on": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.tariff_id._refuse_decided()
        return lines

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self.tariff_id._refuse_decided()
        result = super().write(vals)
        if "tariff_id" in vals:
            self.tariff_id._refuse_decided()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_undecided(self):
        self.tariff_id._refuse_decided()

    def _locked_for_files(self):
        return self.tariff_id._locked_for_files()

    # ------------------------------------------------------------------ checks

    @api.constrains("product_id")
    def _check_is_convenience(self):
        for line in self:
            if not line.product_id.is_convenience:
                raise ValidationError(
                    self.env._(
                        "%(item)s is not a convenience service.", item=line.product_id.display_name
                    )
                )

    def _margin_bounds(self):
        """Share of the price that may be profit without an explanation (保本微利, P2 4.4.4)."""
        return 0.0, 0.3

    def _check_ready_to_submit(self):
        """Every offered line has a department and a price that fits; a stop names all it stops."""
        low, high = self._margin_bounds()
        # sudo: the submitter's right to see cost is not the question here
        for line in self.sudo():
            if line.operation == "stop":
                line._check_stop_is_whole()
                continue
            line._check_priced()
            explained = (
                line.margin_reason
                or line.charging == "free"
                or line.price_rule not in ("fixed", "from")
            )
            if not explained and not low <= line.margin_rate <= high:
                raise UserError(
                    self.env._(
                        "%(item)s: a margin of %(rate)s%% is outside covering cost with a small "
                        "profit "
                        "(%(low)s%% to %(high)s%%). Explain it in the line.",
                        item=line.product_id.display_name,
                        rate=round(line.margin_rate * 100, 1),
                        low=round(low * 100),
                        high=round(high * 100),
                    )
                )

    def _check_priced(self):
        self.ensure_one()
        item = self.product_id.display_name
        if not self.department_id:
            raise UserError(
                self.env._("%(item)s: choose the department that does the work.", item=item)
            )
        if self.charging == "free" and (self.price or self.prepaid):
            raise UserError(self.env._("%(item)s is free: its price has to be zero.", item=item))
        if self.charging == "paid" and self.price_rule != "quotation" and not self.price:
            raise UserError(self.env._("%(item)s is charged for: enter its price.", item=item))

    def _check_stops_are_whole(self):
        for line in self:
            if line.operation == "stop":
                line._check_stop_is_whole()

    def _check_stop_is_whole(self):
        """A stop for every type would leave the types' own lines in force: they are stopped by
        name.
        """
        self.ensure_one()
        if self.customer_type_id:
            return
        own_types = self.env["convenience.customer.type"].sudo().search([])
        keys = [
            TariffKey(
                self.office_id.id, self.product_id.id, customer_type.id, self.tariff_id.date_start
            )
            for customer_type in own_types
        ]
        stopped_here = self.tariff_id.line_ids.filtered(
            lambda line: line.product_id == self.product_id and line.operation == "stop"
        ).customer_type_id
        if self.tariff_id.kind == "annual":
            return
        for line in self._find_tariff_lines(keys).values():
            if line.customer_type_id and line.customer_type_id not in stopped_here:
                raise UserError(
                    self.env._(
                        "%(item)s has a line of its own for %(type)s, which would stay in force. "
                        "Add a stop for %(type)s as well.",
                        item=self.product_id.display_name,
                        type=line.customer_type_id.name,
                    )
                )
