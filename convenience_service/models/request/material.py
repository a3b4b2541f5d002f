from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .request_line import COST_GROUPS


class ConvenienceRequestMaterial(models.Model):
    """A material used on a job: what, how much and whose.

    Noted by the worker of the job or the desk while it is in work, fixed by the customer's
    signature. Materials are not billed by themselves: the price is the tariff's or the
    quotation's. What they cost is copied once and is for the management alone.
    """

    _name = "convenience.request.material"
    _description = "Material Used"
    _inherit = ["convenience.guarded.mixin"]
    _order = "request_id, id"
    _check_company_auto = True

    request_id = fields.Many2one(
        "convenience.request", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_done = fields.Date(related="request_id.date_done", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        "Material",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_convenience', '=', False), ('type', 'in', ('consu', 'service'))]",
        help="Empty for what is in no catalogue, such as a part of the customer's own.",
    )
    name = fields.Char(
        "Description",
        compute="_compute_name",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit of Measure",
        compute="_compute_uom_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="restrict",
    )
    source = fields.Selection(
        [("stock", "Office's Stock"), ("bought", "Bought"), ("own", "Customer's Own")],
        "From",
        required=True,
        default="stock",
    )
    unit_cost = fields.Monetary(
        readonly=True, copy=False, groups=COST_GROUPS, help="What one unit cost when it was noted."
    )
    cost = fields.Monetary(
        "Material Cost", compute="_compute_cost", compute_sudo=True, store=True, groups=COST_GROUPS
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The quantity of a material is more than zero."
    )

    @api.depends("product_id")
    def _compute_name(self):
        for material in self:
            material.name = material.product_id.name or material.name

    @api.depends("product_id")
    def _compute_uom_id(self):
        unit = self.env.ref("uom.product_uom_unit")
        for material in self:
            material.uom_id = material.product_id.uom_id or material.uom_id or unit

    @api.depends("unit_cost", "quantity", "source")
    def _compute_cost(self):
        for material in self:
            charged = 0.0 if material.source == "own" else material._used_quantity()
            material.cost = material.currency_id.round(material.unit_cost * charged)

    def _used_quantity(self):
        """Return how much of it stayed at the customer's, in its unit of measure."""
        return self.quantity

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"request_id", "product_id", "uom_id", "unit_cost"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.env["convenience.request.line"]._check_quantity(vals)
        materials = super().create(vals_list)
        materials._refuse_out_of_work()
        materials._copy_cost()
        return materials

    def write(self, vals):
        if vals.keys() - self._guarded_fields():
            self.check_access("write")
            self._refuse_out_of_work()
        self.env["convenience.request.line"]._check_quantity(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_work(self):
        self._refuse_out_of_work()

    def _refuse_out_of_work(self):
        """Materials are noted from the check-in to the signature."""
        self.request_id._refuse_closed()
        for material in self:
            if material.request_id.state not in ("in_progress", "done"):
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: materials are noted once the work has begun.",
                        request=material.request_id.name,
                        state=material.request_id._state_label(material.request_id.state),
                    )
                )

    def _copy_cost(self):
        """The cost is kept as it is now, whoever notes the material."""
        costs = {}
        for material in self.sudo():  # sudo: cost is copied for everybody, shown to few
            product = material.product_id.with_company(material.company_id)
            uom = product.uom_id or material.uom_id
            price = uom._compute_price(product.standard_price, material.uom_id)
            costs[material.id] = {"unit_cost": price}
        self._write_guarded_each(costs)

    @api.constrains("product_id", "uom_id", "source")
    def _check_product(self):
        for material in self:
            product = material.product_id
            if product.is_convenience or (product and product.type not in ("consu", "service")):
                raise ValidationError(
                    self.env._(
                        "%(item)s is no material. Add it to the services of %(request)s.",
                        item=product.display_name,
                        request=material.request_id.name,
                    )
                )
            if product and not material.uom_id._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(material)s is counted in %(uom)s.",
                        material=product.display_name,
                        uom=product.uom_id.name,
                    )
                )

    def _locked_for_files(self):
        return self.request_id._locked_for_files()
