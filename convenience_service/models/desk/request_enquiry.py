from odoo import api, fields, models
from odoo.exceptions import UserError


class ConvenienceRequest(models.Model):
    """A request that an enquiry led to: registering it closes the enquiry."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    enquiry_id = fields.Many2one(
        "convenience.enquiry", copy=False, index="btree_not_null", ondelete="restrict"
    )

    @api.model
    def _guarded_defaults(self):
        # no default of the context or of the user's own links an enquiry unseen
        return {**super()._guarded_defaults(), "enquiry_id": False}

    @api.onchange("enquiry_id")
    def _onchange_enquiry_id(self):
        """Who called is called back under the number they gave."""
        self.phone = self.enquiry_id.phone or self.phone

    def write(self, vals):
        # not a guarded field: registration takes it from the caller, and only registration
        if "enquiry_id" in vals:
            self.check_access("write")
            self._refuse_guarded({"enquiry_id": vals["enquiry_id"]})
        return super().write(vals)

    def _after_registration(self):
        result = super()._after_registration()
        for request in self.filtered("enquiry_id"):
            request._close_enquiry()
        return result

    def _close_enquiry(self):
        """The enquiry, of the same office and still open, has become this request."""
        enquiry = self.enquiry_id
        enquiry._check_open()
        if enquiry.office_id != self.office_id:
            raise UserError(
                self.env._(
                    "%(enquiry)s was made at %(office)s. Register a request for a unit of that "
                    "office.",
                    enquiry=enquiry.name,
                    office=enquiry.office_id.name,
                )
            )
        enquiry._close("request")
