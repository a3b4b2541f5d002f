from odoo import api, fields, models

from ..offer.tariff_line import TariffKey


class ConvenienceRequest(models.Model):
    """What the form offers while a request is registered: residents, items, staff."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    resident_ids = fields.Many2many(
        "res.partner",
        string="Residents of the Unit",
        compute="_compute_resident_ids",
        compute_sudo=True,
    )
    offered_item_ids = fields.Many2many(
        "product.product",
        string="Items Offered",
        compute="_compute_offered_item_ids",
        compute_sudo=True,
    )
    staff_ids = fields.Many2many(
        "hr.employee",
        string="Staff of the Office",
        compute="_compute_staff_ids",
        compute_sudo=True,
    )

    @api.depends("unit_id")
    def _compute_resident_ids(self):
        for request in self:
            request.resident_ids = request.unit_id.occupancy_ids.filtered("is_current").partner_id

    @api.depends("unit_id", "office_id", "date_registered")
    def _compute_offered_item_ids(self):
        """What may be ordered, by the tariff that holds for the unit on the day of registration."""
        items = self.env["convenience.tariff.line"]._items_ever_approved(self.office_id)
        keys = {
            request: [request._tariff_key(item) for item in items.get(request.office_id, ())]
            for request in self
        }
        lines = self.env["convenience.tariff.line"]._find_tariff_lines(sum(keys.values(), []))
        for request in self:
            found = [lines[key].sudo().product_id.id for key in keys[request]]
            request.offered_item_ids = self.env["product.product"].browse(filter(None, found))

    def _tariff_key(self, item):
        """Return what the price of the item is looked up by, saved or still being registered."""
        return TariffKey(
            self.office_id.id,
            item.id,
            (self.customer_type_id or self.unit_id.customer_type_id).id,
            self.date_registered or self.office_id._today(),
        )

    @api.depends("office_id")
    def _compute_staff_ids(self):
        staff = self.env["convenience.worker"].search([("office_id", "in", self.office_id.ids)])
        by_office = staff.grouped("office_id")
        for request in self:
            request.staff_ids = by_office.get(request.office_id, staff.browse()).employee_id

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A single resident need not be chosen; of several, the clerk asks who is calling."""
        self.office_id = self.unit_id.office_id or self.office_id
        residents = self.resident_ids._origin
        if self.customer_id._origin not in residents:
            self.customer_id = residents if len(residents) == 1 else False

    @api.onchange("customer_id")
    def _onchange_customer_id(self):
        """The number to call back is the customer's, until the caller gives another."""
        self.phone = self.customer_id.phone

    @api.onchange("signed_relation")
    def _onchange_signed_relation(self):
        """The customer's own name need not be typed on a phone."""
        if self.signed_relation == "self" and not self.signed_name:
            self.signed_name = self.customer_id.name
