from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..guard.roles import CLERK


class ConvenienceRequestPhoto(models.Model):
    """A picture of a job: before, after, or the signed paper. Fixed with the signature."""

    _name = "convenience.request.photo"
    _description = "Photo of a Request"
    _inherit = ["convenience.guarded.mixin"]
    _order = "request_id, kind, id"

    request_id = fields.Many2one(
        "convenience.request", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("before", "Before"), ("after", "After"), ("paper", "Signed Paper")],
        required=True,
        default="before",
    )
    image = fields.Image(max_width=1920, max_height=1920, required=True)
    note = fields.Char()

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"request_id"}

    @api.model_create_multi
    def create(self, vals_list):
        photos = super().create(vals_list)
        photos.request_id._refuse_closed()
        return photos

    def write(self, vals):
        self.check_access("write")
        self.request_id._refuse_closed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self.request_id._refuse_closed()
        user = self.env.user
        if user._has_convenience_role(CLERK):
            return
        others = self.filtered(lambda photo: photo.create_uid != user)
        if others and not self.env.su:
            raise AccessError(
                self.env._(
                    "A photo of %(request)s is %(user)s's: ask them or the service desk.",
                    request=others[0].request_id.name,
                    user=others[0].create_uid.name,
                )
            )

    def _locked_for_files(self):
        return self.request_id._locked_for_files()
