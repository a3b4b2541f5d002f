from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.convenience_service.models.guard.arguments import NUMBER, takes
from odoo.addons.convenience_service.models.guard.roles import CLERK, WORKER

HANDLERS = (CLERK, WORKER)
# What the customer signed for may still get its slip; what is called off takes nothing out.
ISSUED_IN = ("in_progress", "done", "signed", "reviewed")
# From the signature on, what was used is evidence; what is called off goes back.
RETURNED_IN = ("in_progress", "done", "cancelled")


class ConvenienceRequestMaterial(models.Model):
    _inherit = "convenience.request.material"

    stock_move_ids = fields.One2many(
        "stock.move", "convenience_material_id", "Stock Moves", groups="stock.group_stock_user"
    )
    issued_quantity = fields.Float(digits="Product Unit", readonly=True, copy=False)
    returned_quantity = fields.Float(digits="Product Unit", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"issued_quantity", "returned_quantity"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "issued_quantity": 0.0, "returned_quantity": 0.0}

    @api.depends("returned_quantity")
    def _compute_cost(self):
        return super()._compute_cost()

    def _used_quantity(self):
        return super()._used_quantity() - self.returned_quantity

    # ------------------------------------------------------------------ guards

    def write(self, vals):
        result = super().write(vals)
        if {"quantity", "source"} & vals.keys():
            self._refuse_below_issued()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unissued(self):
        for material in self:
            if material.issued_quantity:
                material._raise_issued()

    def _refuse_below_issued(self):
        for material in self:
            if material.issued_quantity and (
                material.source != "stock" or material._compare(material.issued_quantity) < 0
            ):
                material._raise_issued()

    def _raise_issued(self):
        raise UserError(
            self.env._(
                "%(request)s: %(quantity)s of %(material)s are issued already. Return what is not "
                "used instead.",
                request=self.request_id.name,
                quantity=self.issued_quantity,
                material=self.name,
            )
        )

    def _compare(self, quantity):
        """Compare what was noted with a quantity, in the precision of the unit of measure."""
        return float_compare(self.quantity, quantity, precision_rounding=self.uom_id.rounding)

    def _check_handling(self, states):
        """Only the desk and the workers of the job handle its materials.

        :param states: of the request, in which they do
        """
        requests = self.sudo(False).request_id
        requests._require_role(*HANDLERS, act=self.env._("handle its materials"))
        requests._check_own_office()
        for request in requests:
            if request.state not in states:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: its materials stay where they are.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )

    # ------------------------------------------------------------------ issue

    def _to_issue(self):
        """The materials of the office's stock that no slip has handed out yet."""
        return self.filtered(
            lambda material: (
                material.source == "stock"
                and material.product_id.type == "consu"
                and material._compare(material.issued_quantity) > 0
            )
        )

    def _issue(self):
        """Hand out what is still to be issued, on one slip."""
        self._check_handling(ISSUED_IN)
        materials = self._to_issue()
        if not materials:
            raise UserError(self.env._("Nothing from the office's stock is left to be issued."))
        store = materials.office_id._store()
        wanted = {material: material.quantity - material.issued_quantity for material in materials}
        materials._make_slip(
            wanted, store.warehouse_id.out_type_id, store, materials._place_of_use()
        )
        return materials._write_guarded_each(
            {material.id: {"issued_quantity": material.quantity} for material in materials}
        )

    @api.model
    def _place_of_use(self):
        return self.env.ref("convenience_service_stock.location_used_in_service")

    # ------------------------------------------------------------------ return

    @takes(quantity=NUMBER)
    def return_to_stock(self, quantity):
        """Take back what was not used, on a return slip (退料单).

        :param float quantity: in the unit of measure of the line
        :raise AccessError: when the user works neither at the desk nor on the job
        :raise UserError: when more would come back than was issued
        """
        self.ensure_one()
        self._check_handling(RETURNED_IN)
        self.env["convenience.request.line"]._check_quantity({"quantity": quantity})
        left = self.issued_quantity - self.returned_quantity
        if float_compare(quantity, left, precision_rounding=self.uom_id.rounding) > 0:
            raise UserError(
                self.env._(
                    "%(request)s: of %(material)s only %(left)s are out and can come back.",
                    request=self.request_id.name,
                    material=self.name,
                    left=f"{left:g}",
                )
            )
        store = self.office_id._store()
        self._make_slip(
            {self: quantity}, store.warehouse_id.in_type_id, self._place_of_use(), store
        )
        return self._write_guarded({"returned_quantity": self.returned_quantity + quantity})

    # ------------------------------------------------------------------ slips

    def _make_slip(self, quantities, picking_type, source, destination):
        """Move quantities, all of them or none; return the slip, done.

        :param dict quantities: {material: quantity in its unit of measure}
        """
        # sudo: neither desk nor field has rights in the inventory app; the caller checked them
        pickings = self.env["stock.picking"].sudo().with_company(self.company_id)
        slip = pickings.create(self._prepare_slip(quantities, picking_type, source, destination))
        slip.action_confirm()
        slip.action_assign()
        slip.move_ids.convenience_material_id._refuse_short(slip)
        slip.move_ids.picked = True
        slip._action_done()
        return slip

    def _prepare_slip(self, quantities, picking_type, source, destination):
        places = {"location_id": source.id, "location_dest_id": destination.id}
        return {
            "picking_type_id": picking_type.id,
            "convenience_request_id": self.request_id.id,
            "origin": self.request_id.name,
            "company_id": self.company_id.id,
            **places,
            "move_ids": [
                fields.Command.create(
                    {
                        "product_id": material.product_id.id,
                        "product_uom_qty": quantity,
                        "product_uom": material.uom_id.id,
                        "company_id": material.company_id.id,
                        "convenience_material_id": material.id,
                        **places,
                    }
                )
                for material, quantity in quantities.items()
            ],
        }

    def _refuse_short(self, slip):
        """What the store cannot give in full is not given at all."""
        short = slip.move_ids.filtered(lambda move: move.state != "assigned")[:1]
        if short:
            raise UserError(
                self.env._(
                    "%(store)s: %(wanted)s %(uom)s of %(material)s are wanted, %(available)s are "
                    "at hand.",
                    store=slip.location_id.display_name,
                    wanted=f"{short.product_uom_qty:g}",
                    uom=short.product_uom.name,
                    material=short.product_id.display_name,
                    available=f"{short.quantity:g}",
                )
            )
