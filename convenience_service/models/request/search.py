from odoo import api, fields, models
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """Finding a request by whatever the caller says first: number, unit, name or phone.

    Units and customers are looked up beforehand: with their ids each part of the question has an
    index of its own, where subqueries joined by "or" would read every request there is.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    found_by = fields.Char(
        "Number, Unit, Customer or Phone", compute="_compute_found_by", search="_search_found_by"
    )

    def _compute_found_by(self):
        """Only searched; on the request itself its parts are shown."""
        self.found_by = False

    @api.model
    def _search_found_by(self, operator, value):
        if operator != "ilike":
            return NotImplemented
        named = [("display_name", operator, value)]
        return (
            Domain("name", operator, value)
            | Domain("phone", operator, value)
            | Domain("unit_id", "in", self.env["convenience.unit"].search(named).ids)
            | Domain("customer_id", "in", self.env["res.partner"].search(named).ids)
        )
