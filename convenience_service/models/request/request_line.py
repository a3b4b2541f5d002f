import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..guard.arguments import TEXT, takes
from ..guard.roles import DIRECTOR
from ..offer.tariff_line import TariffKey
from ..parties.occupancy import SETTLEMENT_MODES

MAX_QUANTITY = 100_000
COST_GROUPS = "convenience_service.group_service_manager,convenience_service.group_general_manager"


class ConvenienceRequestLine(models.Model):
    """One item of a request, at the price that held on the day of registration.

    Price, taxes, way of paying and cost are copied once from the tariff line and are plain values
    from then on: no later change of product, tariff or tax reaches them.
    """

    _name = "convenience.request.line"
    _description = "Service Request Line"
    _inherit = "convenience.guarded.mixin"
    _order = "request_id, id"
    _check_company_auto = True

    request_id = fields.Many2one(
        "convenience.request", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    # stored: amounts of visits, made by the thousand, need not look it up through the company
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    state = fields.Selection(related="request_id.state")
    date_registered = fields.Date(related="request_id.date_registered", store=True, index=True)
    date_done = fields.Date(related="request_id.date_done", store=True, index=True)
    customer_id = fields.Many2one(related="request_id.customer_id", store=True)
    department_id = fields.Many2one("hr.department", readonly=True, copy=False)
    product_id = fields.Many2one(
        "product.product",
        "Item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', True)]",
    )
    categ_id = fields.Many2one("product.category", "Category", readonly=True, copy=False)
    name = fields.Char("Description", copy=False)
    tariff_line_id = fields.Many2one(
        "convenience.tariff.line", readonly=True, ondelete="restrict", copy=False
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one("uom.uom", "Unit of Measure", readonly=True, copy=False)
    price_rule = fields.Selection(related="tariff_line_id.price_rule")
    price_unit = fields.Monetary(
        "Price", readonly=True, copy=False, help="Company currency, tax included."
    )
    tax_ids = fields.Many2many(
        "account.tax",
        "convenience_request_line_tax_rel",
        string="Taxes",
        ondelete="restrict",
        # a tax that is archived later still is the tax of this visit
        context={"active_test": False},
        readonly=True,
        copy=False,
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, help="Company currency, tax included."
    )
    settlement_mode = fields.Selection(SETTLEMENT_MODES, readonly=True, copy=False)
    deposit = fields.Monetary(readonly=True, copy=False)
    expected_cost = fields.Monetary(readonly=True, copy=False, groups=COST_GROUPS)
    signature_required = fields.Boolean(readonly=True, copy=False)
    price_correction_reason = fields.Char(readonly=True, copy=False)
    price_corrected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    _quantity_range = models.Constraint(
        f"CHECK(quantity > 0 AND quantity <= {MAX_QUANTITY})",
        "A quantity is more than zero and at most 100,000.",
    )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.price_unit)

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """Show the price before anything is saved; saving looks it up again."""
        if not self.product_id or not self.request_id.office_id:
            return
        key = self.request_id._tariff_key(self.product_id)
        tariff_line = self.env["convenience.tariff.line"]._find_tariff_lines([key])[key]
        if tariff_line:
            self.update(self._prepare_preview(tariff_line))

    @api.model
    def _prepare_preview(self, tariff_line):
        values = self._prepare_from_tariff(self.request_id, tariff_line)
        return {
            name: values[name]
            for name in ("tariff_line_id", "uom_id", "price_unit", "deposit", "settlement_mode")
        }

    # ------------------------------------------------------------------ guards

    @api.model
    def _copied_fields(self):
        """Set once from the tariff line."""
        return {
            "department_id", "product_id", "categ_id", "tariff_line_id", "uom_id", "price_unit",
            "tax_ids", "settlement_mode", "deposit", "expected_cost", "signature_required",
        }  # fmt: skip

    @api.model
    def _guarded_fields(self):
        return (
            super()._guarded_fields()
            | self._copied_fields()
            | {"request_id", "price_correction_reason", "price_corrected_by_id"}
        )

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "price_correction_reason": False,
            "price_corrected_by_id": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        for vals in vals_list:
            if not vals.get("request_id") or not vals.get("product_id"):
                raise ValidationError(
                    self.env._("A line belongs to a request and names an item of the tariff.")
                )
        requests = self.env["convenience.request"].browse(
            {vals["request_id"] for vals in vals_list}
        )
        requests._refuse_closed()
        requests._refuse_worker_orders()
        requests._refuse_finished()
        for vals in vals_list:
            self._check_quantity(vals)
        completed = self._complete_from_tariff(vals_list)
        costs = [vals.pop("expected_cost") for vals in completed]
        lines = super().create(completed)
        lines._set_costs(costs)
        requests._adopt_department()
        requests._set_deadlines(lines)
        if not requests._is_registering():
            requests._after_lines_added(lines)
        return lines

    def _set_costs(self, costs):
        """Cost is copied whoever registers, also those who may not see it."""
        cost_of = dict(zip(self, costs, strict=True))
        for cost, lines in self.grouped(cost_of.get).items():
            lines._write_guarded({"expected_cost": cost})

    def write(self, vals):
        """The desk changes quantity and description until the signature, a worker the quantity."""
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self.request_id._refuse_closed()
        if vals.keys() - {"quantity"}:
            self.request_id._refuse_worker_orders()
        self._check_quantity(vals)
        return super().write(vals)

    @api.model
    def _check_quantity(self, vals):
        """Refuse before rounding what no number of visits can be."""
        try:
            quantity = float(vals.get("quantity", 1.0))
        except (TypeError, ValueError, OverflowError):
            quantity = math.nan
        if not 0 < quantity <= MAX_QUANTITY:
            raise ValidationError(
                self.env._(
                    "%(quantity)s is no quantity. Enter more than zero and at most %(most)s.",
                    quantity=vals.get("quantity"),
                    most=MAX_QUANTITY,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self.request_id._refuse_closed()
        self.request_id._refuse_worker_orders()
        self.request_id._refuse_finished()

    # ------------------------------------------------------------------ price

    @api.model
    def _complete_from_tariff(self, vals_list):
        """Return the values with price, taxes and terms of the tariff line that holds.

        :raise UserError: naming item, office and day, where no approved line holds
        """
        tariff = self.env["convenience.tariff.line"]
        requests = self.env["convenience.request"].browse(
            [vals["request_id"] for vals in vals_list]
        )
        keys = [
            TariffKey(
                request.office_id.id,
                vals["product_id"],
                request.customer_type_id.id,
                request.date_registered,
            )
            for request, vals in zip(requests, vals_list, strict=True)
        ]
        holding = tariff._find_tariff_lines(keys)
        for key, line in holding.items():
            if not line:
                raise UserError(tariff._missing_line_message(key))
        return [
            {**vals, **self._prepare_from_tariff(request, holding[key])}
            for request, vals, key in zip(requests, vals_list, keys, strict=True)
        ]

    @api.model
    def _prepare_from_tariff(self, request, tariff_line):
        # sudo: cost is copied for everybody, shown to few
        tariff_line = tariff_line.sudo()
        item = tariff_line.product_id
        paid = item.convenience_charging == "paid"
        return {
            **self._prepare_tariff_terms(tariff_line, request.payer_id),
            "categ_id": item.categ_id.id,
            "price_unit": self._tariff_price(request, tariff_line) if paid else 0.0,
            "settlement_mode": "prepaid" if tariff_line.prepaid else request.settlement_mode,
            "expected_cost": tariff_line.expected_cost,
            "signature_required": paid or item.convenience_signature_required,
        }

    @takes(reason=TEXT)
    def correct_price(self, price, reason):
        """Correct the price before billing: the director's decision, with a reason.

        :param float price: new price per unit, company currency, tax included
        :param str reason: kept on the line
        :raise AccessError: when the user is not a director
        :raise UserError: when the line is on a statement, or the reason is missing
        """
        self.sudo(False).check_access("read")
        self.request_id._require_role(DIRECTOR, act=self.env._("correct a price"))
        self.request_id._check_own_office()
        reason = self.request_id._clean_reason(reason)
        price = self._clean_price(price, self[:1].request_id.name)
        for line in self:
            line._check_price_may_change(reason)
        self._before_price_change()
        for line in self:
            line._log_price(price, reason)
        return self._write_guarded(
            {
                "price_unit": price,
                "price_correction_reason": reason,
                "price_corrected_by_id": self.env.uid,
            }
        )

    def _check_price_may_change(self, reason):
        request = self.request_id.name
        if not self.signature_required or self.sudo().product_id.convenience_charging == "free":
            raise UserError(
                self.env._(
                    "%(item)s on %(request)s is free: nobody signed for a price.",
                    item=self.product_id.display_name,
                    request=request,
                )
            )
        if not reason:
            raise UserError(
                self.env._("%(request)s: enter a price and why it changes.", request=request)
            )

    def _before_price_change(self):
        """Hook: give up or refuse what was made of the old price, once it is decided to change."""

    def _log_price(self, price, reason):
        self.request_id.message_post(
            body=self.env._(
                "Price of %(item)s corrected from %(old)s to %(new)s: %(reason)s",
                item=self.product_id.display_name,
                old=self._in_currency(self.price_unit),
                new=self._in_currency(price),
                reason=reason,
            )
        )

    def _locked_for_files(self):
        return self.request_id._locked_for_files()
