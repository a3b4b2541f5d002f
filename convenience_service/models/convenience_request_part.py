from odoo import api, models

OPEN_STATES = ("new", "assigned", "in_progress")


class ConvenienceRequestPart(models.AbstractModel):
    """What each concern of a request (deadlines, dispatch, quotation …) may add to its rules.

    A concern is an abstract model that inherits this one and is inherited by the request; its
    methods extend those of the others through `super()`.
    """

    _name = "convenience.request.part"
    _description = "Concern of a Request"
    _inherit = ["convenience.workflow.mixin", "convenience.job.mixin"]

    @api.model
    def _evidence_fields(self):
        """Names of what the customer signs for; it stays as it was from the signature on."""
        return frozenset()

    @api.model
    def _worker_fields(self):
        """Names of the evidence that the field staff enter themselves."""
        return frozenset()

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields()

    def _obstacle(self):
        """Hook: why nobody can be sent yet (a key of `waiting_for`), or False."""
        return False

    def _clear_obstacle(self, obstacle):
        """Hook: do what can be done at once so that the obstacle holds nobody up any more."""

    def _after_registration(self):
        """Hook: what follows once requests are registered with their lines."""

    def _after_lines_added(self, lines):
        """Hook: what follows once requests have new lines, at registration or later."""
