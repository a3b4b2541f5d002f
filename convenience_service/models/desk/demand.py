from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import SERVICE_MANAGER


class ConvenienceDemand(models.Model):
    """A wish for a service that is not offered, or has no approved price yet (需求登记).

    The director plans the next tariff by it (P1 制度 4, P2 4.1.1).
    """

    _name = "convenience.demand"
    _description = "Demand"
    _inherit = ["convenience.desk.mixin"]
    _order = "date desc, id desc"
    _rec_name = "wish"

    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_today(),
        help="Local day at the office.",
    )
    product_id = fields.Many2one(
        "product.product",
        "Service Item",
        index="btree_not_null",
        domain="[('is_convenience', '=', True)]",
        help="Where the item exists but has no approved price.",
    )
    wish = fields.Char(required=True, help="What is asked for, in a few words; counted by these.")
    source = fields.Selection(
        [
            ("enquiry", "Enquiry"),
            ("request", "Request"),
            ("complaint", "Complaint"),
            ("survey", "Survey"),
        ],
        required=True,
        default="enquiry",
    )
    note = fields.Text()
    answer = fields.Char(
        help="What became of the wish, for the desk to tell to whoever asked (P1 制度 4)."
    )
    told_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    told_on = fields.Datetime(readonly=True, copy=False)

    @api.onchange("product_id")
    def _onchange_product_id(self):
        """The item is the wish, unless it was put into words already."""
        self.wish = self.wish or self.product_id.name

    # ------------------------------------------------------------------ answered, told

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"told_by_id", "told_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "told_by_id": False, "told_on": False}

    def write(self, vals):
        if "answer" in vals and not self.env.su:
            self._require_role(SERVICE_MANAGER, act=self.env._("say what becomes of it"))
        return super().write(vals)

    def _answer(self, text):
        """Say what became of those wishes that have no answer yet; the caller has checked who."""
        # sudo: decided by the annual round
        return self.sudo().filtered(lambda one: not one.answer).write({"answer": text})

    def action_told(self):
        """Whoever asked has been told the answer."""
        self.check_access("write")
        for demand in self:
            if not demand.answer:
                raise UserError(
                    self.env._(
                        "%(wish)s has no answer yet. The service manager enters it.",
                        wish=demand.wish,
                    )
                )
        untold = self.filtered(lambda one: not one.told_on)
        return untold._write_guarded({"told_by_id": self.env.uid, "told_on": fields.Datetime.now()})
