from odoo import api, models

from ..guard.roles import WORKER

# between the dispatch and the customer's signature
AT_WORK = ("assigned", "in_progress", "done")


class ResPartner(models.Model):
    """Whom a field worker works for now: who ordered and who pays, until it is signed."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    @api.model
    def _resident_fields(self):
        return [
            *super()._resident_fields(),
            ("convenience.request", "customer_id"),
            ("convenience.request", "payer_id"),
        ]

    @api.model
    def _known_resident_ids(self):
        known = super()._known_resident_ids()
        if self.env.user._has_convenience_role(WORKER):
            # sudo: own jobs by the user's own id; a rule of contacts asks, whoever reads them
            jobs = (
                self.env["convenience.request"]
                .sudo()
                .search_fetch(
                    [("worker_ids.user_id", "=", self.env.uid), ("state", "in", AT_WORK)],
                    ["customer_id", "payer_id"],
                    order="id",
                )
            )
            known |= {*jobs.customer_id.ids, *jobs.payer_id.ids}
        return known
