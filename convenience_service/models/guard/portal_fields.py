from odoo import api, models


class ConveniencePortalFieldsMixin(models.AbstractModel):
    """Records a customer reads online: the fields they may read are named, all others are not.

    A record rule says which records are the customer's own, and nothing about their fields: notes
    of the staff and whatever an addon adds stay inside unless they are named here.
    """

    _name = "convenience.portal.fields.mixin"
    _description = "Fields Customers Read Online"

    @api.model
    def _portal_fields(self):
        """Return the names of the fields a customer reads; extend it through `super()`."""
        return frozenset({"id", "display_name", "create_date"})

    @api.model
    def _has_field_access(self, field, operation):
        allowed = super()._has_field_access(field, operation)
        if not allowed or self.env.su or not self.env.user.share:
            return allowed
        return operation == "read" and field.name in self._portal_fields()
