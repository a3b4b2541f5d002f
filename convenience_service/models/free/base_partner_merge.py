from odoo import models
from odoo.tools import SQL


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two contacts that are one person come to an activity once."""

    _name = "base.partner.merge.automatic.wizard"
    _inherit = ["base.partner.merge.automatic.wizard"]

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: who comes binds whoever merges
        attendances = self.env["convenience.activity.attendance"].sudo()
        own = attendances.search([("resident_id", "in", (src_partners | dst_partner).ids)])
        doubled = attendances.concat(
            *(
                same - same.sorted(lambda one: one.resident_id != dst_partner)[:1]
                for same in own.grouped("activity_id").values()
            )
        )
        if doubled:
            doubled.modified(["activity_id", "persons"], before=True)
            self.env.flush_all()
            # not `unlink`, which is refused once the activity is over
            self.env.execute_query(
                SQL(
                    "DELETE FROM convenience_activity_attendance WHERE id IN %s RETURNING id",
                    doubled._ids,
                )
            )
            doubled.invalidate_recordset()
        return super()._update_foreign_keys(src_partners, dst_partner)
