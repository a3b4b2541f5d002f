from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..guard.roles import SUPERVISOR

# The price rules of the tariff that leave something to agree on.
QUOTED_RULES = ("from", "percentage", "quotation")
PRICE_FIELDS = ("price", "base_amount")


class ConvenienceQuotationLine(models.Model):
    """Labour, material or a part of the customer's own, for one service of the request.

    Whoever drafts says what and how much; the price is a supervisor's to write. Where the tariff
    says per cent (代办费), the price follows from the amount it is reckoned on.
    """

    _name = "convenience.quotation.line"
    _description = "Quotation Line"
    _inherit = ["convenience.guarded.mixin"]
    _order = "quotation_id, sequence, id"

    quotation_id = fields.Many2one(
        "convenience.quotation", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    request_id = fields.Many2one(related="quotation_id.request_id", store=True, index=True)
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="quotation_id.state")
    request_line_id = fields.Many2one(
        "convenience.request.line",
        "Service",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('request_id', '=', request_id)]",
    )
    price_rule = fields.Selection(related="request_line_id.price_rule")
    kind = fields.Selection(
        [
            ("labour", "Labour"),
            ("material", "Material"),
            ("other", "Other"),
            ("own", "Customer's Own Part"),
        ],
        required=True,
        default="labour",
    )
    name = fields.Char("Description", required=True)
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit of Measure",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("uom.product_uom_unit"),
    )
    base_amount = fields.Monetary(help="What the per cent of the tariff are reckoned on.")
    price = fields.Monetary(
        compute="_compute_price",
        store=True,
        readonly=False,
        help="For one unit, company currency, tax included.",
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, help="Company currency, tax included."
    )

    @api.depends("kind", "base_amount", "request_line_id")
    def _compute_price(self):
        for line in self:
            line.price = line._rule_price()

    def _rule_price(self):
        """Return the price where a rule says it, else the one that stands."""
        if self.kind == "own":
            return 0.0
        # sudo: the worker who notes the parts does not read the tariff
        tariff_line = self.request_line_id.sudo().tariff_line_id
        if tariff_line.price_rule == "percentage":
            return self.currency_id.round(self.base_amount * tariff_line.price / 100)
        return self.price

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.price)

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"quotation_id"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_numbers(vals)
        lines = super().create([self._without_prices(vals) for vals in vals_list])
        lines._refuse_offered()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._refuse_offered()
        self._check_numbers(vals)
        self._without_prices(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._refuse_offered()

    def _refuse_offered(self):
        for line in self:
            if line.quotation_id.state != "draft":
                raise UserError(
                    self.env._(
                        "Quotation %(quotation)s is %(state)s and does not change any more. "
                        "Withdraw it and quote again.",
                        quotation=line.quotation_id.name,
                        state=line.quotation_id._state_label(line.quotation_id.state),
                    )
                )

    @api.model
    def _without_prices(self, vals):
        """Return the values with no price in them, for those who do not set any.

        Empty ones are put in rather than left out: a default of the caller's own would fill them.
        """
        if self.env.su or self.env.user._has_convenience_role(SUPERVISOR):
            return vals
        if any(vals.get(name) for name in PRICE_FIELDS) or (self and vals.keys() & PRICE_FIELDS):
            raise AccessError(
                self.env._(
                    "%(user)s does not set prices. Note what is needed and have a supervisor "
                    "quote it.",
                    user=self.env.user.name,
                )
            )
        return {**vals, **dict.fromkeys(PRICE_FIELDS, 0.0)}

    @api.model
    def _check_numbers(self, vals):
        """Refuse before rounding what is no quantity or no price."""
        request_lines = self.env["convenience.request.line"]
        if "quantity" in vals:
            request_lines._check_quantity(vals)
        priced = self.request_line_id or request_lines.browse(vals.get("request_line_id"))
        for name in PRICE_FIELDS:
            if name in vals:
                priced._clean_price(vals[name], priced[:1].request_id.name)

    @api.constrains("price", "kind", "base_amount", "request_line_id")
    def _check_rule_price(self):
        for line in self:
            if line.currency_id.compare_amounts(line.price, line._rule_price()):
                raise ValidationError(
                    self.env._(
                        "%(part)s: the price of a customer's own part is zero, and one in per cent "
                        "follows from its base amount.",
                        part=line.name,
                    )
                )

    @api.constrains("request_line_id", "quotation_id")
    def _check_service(self):
        for line in self:
            service = line.request_line_id
            if service.request_id != line.quotation_id.request_id:
                raise ValidationError(
                    self.env._(
                        "%(part)s: choose a service of %(request)s.",
                        part=line.name,
                        request=line.quotation_id.request_id.name,
                    )
                )
            if not service._is_quotable():
                raise ValidationError(
                    self.env._(
                        "%(item)s has a fixed price in the tariff: there is nothing to quote.",
                        item=service.product_id.display_name,
                    )
                )

    def _locked_for_files(self):
        return self.quotation_id._locked_for_files()
