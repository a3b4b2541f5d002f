from odoo import fields, models


class ConvenienceOffice(models.Model):
    """Who sees residents is asked where the first office is made, and until somebody answers."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    is_resident_data_open = fields.Boolean(
        "Residents Seen by Every Login",
        compute="_compute_is_resident_data_open",
        help="Nobody has said yet who sees residents.",
    )

    def _compute_is_resident_data_open(self):
        partners = self.env["res.partner"]
        self.is_resident_data_open = not (
            partners._is_resident_data_decided() or partners._is_resident_data_guarded()
        )

    def action_guard_resident_data(self):
        """Show residents to who works with them only, in every office."""
        self.env["res.partner"]._guard_resident_data(True)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_leave_resident_data(self):
        """Leave residents to every login, as the ERP's other apps may need."""
        self.env["res.partner"]._guard_resident_data(False)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
