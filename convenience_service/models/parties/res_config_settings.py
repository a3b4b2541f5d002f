from odoo import api, fields, models
from odoo.fields import Command

# what a group ticked here implies; those of our own data imply what lies below it
GROUP = "convenience_service.group_resident_data_ticked"


class ResConfigSettings(models.TransientModel):
    """Who sees residents: one answer for the database, as the ERP's contacts are one list."""

    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_resident_data_guarded = fields.Boolean("Residents Only for Who Works with Them")
    convenience_resident_group_ids = fields.Many2many(
        "res.groups",
        string="Groups That See All Residents",
        help="Those of the service desk, the cash desk and accounting do so anyway.",
    )

    convenience_erasure_months = fields.Integer(
        related="company_id.convenience_erasure_months", readonly=False
    )

    @api.model
    def get_values(self):
        partners = self.env["res.partner"]
        return {
            **super().get_values(),
            "convenience_resident_data_guarded": partners._is_resident_data_guarded(),
            "convenience_resident_group_ids": [Command.set(self._resident_groups().ids)],
        }

    def set_values(self):
        """Only what changed: the settings of any other app are saved by this method too."""
        result = super().set_values()
        partners = self.env["res.partner"]
        guarded = self.convenience_resident_data_guarded
        if guarded != partners._is_resident_data_guarded():
            partners._guard_resident_data(guarded)
        before, now = self._resident_groups(), self.convenience_resident_group_ids
        group = self.env.ref(GROUP)
        (now - before).write({"implied_ids": [Command.link(group.id)]})
        (before - now).write({"implied_ids": [Command.unlink(group.id)]})
        return result

    @api.model
    def _resident_groups(self):
        """Return the groups of other apps that see all residents."""
        return self.env.ref(GROUP).implied_by_ids
