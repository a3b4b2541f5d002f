from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ProductTemplate(models.Model):
    """Service items (便民服务项目) are products: sold on the ERP's own invoices, at approved prices
    only.
    """

    _inherit = "product.template"

    is_convenience = fields.Boolean("Convenience Service", index=True)
    convenience_charging = fields.Selection(
        [("free", "Free"), ("paid", "Paid")], "Charging", default="paid"
    )
    convenience_kind = fields.Selection(
        [
            ("visit", "On Site"),
            ("counter", "At the Desk"),
            ("errand", "Errand"),
            ("loan", "Loan"),
            ("custody", "Custody"),
            ("activity", "Activity"),
        ],
        "Kind of Service",
        default="visit",
    )
    convenience_customer_type_ids = fields.Many2many(
        "convenience.customer.type", string="Offered To", help="Empty: to every type of customer."
    )
    convenience_respond_hours = fields.Float(
        "Hours to Respond", help="From registration to somebody setting out."
    )
    convenience_finish_hours = fields.Float(
        "Hours to Finish", help="From registration to the work being done."
    )
    convenience_round_the_clock = fields.Boolean(
        "Round the Clock",
        help="The hours run day and night. Otherwise they are working hours of the office.",
    )
    convenience_hours_ids = fields.One2many(
        "convenience.item.hours", "product_tmpl_id", "Hours by Customer Type"
    )
    convenience_noisy = fields.Boolean("Noisy", help="Not done in the quiet hours of the office.")
    convenience_certificate_type_ids = fields.Many2many(
        "convenience.certificate.type",
        string="Certificates Needed",
        help="Somebody who is sent has to hold each of these.",
    )
    convenience_signature_required = fields.Boolean(
        "Customer Signs",
        compute="_compute_convenience_signature_required",
        store=True,
        readonly=False,
        precompute=True,
        help="Paid work always needs the customer's signature; a free item says for itself.",
    )
    convenience_min_subscribers = fields.Integer(
        "Subscribers That Carry It",
        help="With fewer customers under agreement the item does not cover its cost.",
    )

    @api.depends("convenience_charging")
    def _compute_convenience_signature_required(self):
        for item in self:
            item.convenience_signature_required = item.convenience_charging == "paid"

    @api.constrains("is_convenience", "convenience_charging", "convenience_signature_required")
    def _check_convenience_signature(self):
        for item in self:
            if (
                item.is_convenience
                and item.convenience_charging == "paid"
                and not item.convenience_signature_required
            ):
                raise ValidationError(
                    self.env._(
                        "%(item)s is charged for, so the customer has to sign for it.",
                        item=item.name,
                    )
                )

    @api.constrains("is_convenience", "taxes_id")
    def _check_convenience_taxes(self):
        """Approved prices are what the customer pays: only taxes included in the price fit."""
        for item in self.filtered("is_convenience"):
            item.sudo().taxes_id._check_convenience_included(item.name)

    @api.constrains("is_convenience", "attribute_line_ids")
    def _check_convenience_single_variant(self):
        for item in self.filtered("is_convenience"):
            if len(item.with_context(active_test=False).product_variant_ids) > 1:
                raise ValidationError(
                    self.env._(
                        "%(item)s is a convenience service and has one variant only. Make "
                        "another item instead.",
                        item=item.name,
                    )
                )

    def _convenience_hours(self, customer_type):
        """Return the hours to respond and to finish that one type of customer is promised."""
        own = self.convenience_hours_ids.filtered(
            lambda hours: hours.customer_type_id == customer_type
        )
        return (
            own.respond_hours or self.convenience_respond_hours,
            own.finish_hours or self.convenience_finish_hours,
        )

    @api.model_create_multi
    def create(self, vals_list):
        """A service item starts without the company's default taxes, whose prices are without
        tax.
        """
        convenience = self.env.context.get("default_is_convenience")
        for vals in vals_list:
            if vals.get("is_convenience", convenience):
                vals.setdefault("taxes_id", False)
                vals.setdefault("type", "service")
        return super().create(vals_list)

    def write(self, vals):
        """What approved prices rest on stays while they stand."""
        for item in self.filtered("is_convenience"):
            if any(
                name in vals and vals[name] != item[name]
                for name in ("is_convenience", "convenience_charging")
            ):
                item._refuse_approved()
        return super().write(vals)

    def _refuse_approved(self):
        # sudo: an approved price counts whoever changes the item
        approved = (
            self.env["convenience.tariff.line"]
            .sudo()
            .search_count(
                [("product_id.product_tmpl_id", "=", self.id), ("approved", "=", True)], limit=1
            )
        )
        if approved:
            raise UserError(
                self.env._(
                    "%(item)s stands in an approved tariff: whether it is charged for stays. Make "
                    "a new item and propose that.",
                    item=self.name,
                )
            )

    def _force_default_sale_tax(self, companies):
        """A new company's default tax, added to the price, is not put on approved prices."""
        return super(
            ProductTemplate, self.filtered(lambda item: not item.is_convenience)
        )._force_default_sale_tax(companies)
