from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..guard.roles import CLERK, WORKER
from .request import CLOSED_STATES


class ConvenienceRequest(models.Model):
    """What the customer signs for, and who may still say otherwise until then."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _evidence_fields(self):
        """Names of what the customer signs for; it stays as it was from the signature on."""
        return {
            "phone", "channel", "line_ids", "is_urgent", "wanted_on", "department_id",
            "worker_ids", "provider_id", "note", "work_note", "signature", "signed_name",
            "signed_relation", "signed_on_paper", "payer_consent",
        }  # fmt: skip

    @api.model
    def _worker_fields(self):
        """Names of the evidence that the field staff enter themselves."""
        return {
            "work_note", "signature", "signed_name", "signed_relation", "signed_on_paper",
            "line_ids",
        }  # fmt: skip

    def write(self, vals):
        if self._evidence_fields() & vals.keys():
            self.check_access("write")
            self._refuse_closed()
        if {"worker_ids", "crew_ids", "provider_id"} & vals.keys():
            self._refuse_other_workers()
        self._refuse_beyond_worker(vals)
        return super().write(vals)

    def _refuse_closed(self):
        """What the customer signed for, and what is cancelled, stays as it is."""
        for request in self.sudo():
            if request.state in CLOSED_STATES:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s and does not change any more.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )

    def _refuse_finished(self):
        """What was done stays on record: items neither come nor go once the worker checked out."""
        for request in self.sudo():
            if request.state == "done":
                raise UserError(
                    self.env._(
                        "%(request)s is done: its items stay as they are. Send it back to work "
                        "first.",
                        request=request.name,
                    )
                )

    def _refuse_other_workers(self):
        """Who did the work stays on record once it is done: nobody reviews their own."""
        for request in self.sudo():
            if request.state == "done":
                raise UserError(
                    self.env._(
                        "%(request)s is done: who did it stays as it is. Send it back to work "
                        "first.",
                        request=request.name,
                    )
                )

    def _refuse_beyond_worker(self, vals):
        user = self.env.user
        if self.env.su or not user._has_convenience_role(WORKER):
            return
        beyond = vals.keys() & self._evidence_fields() - self._worker_fields()
        if beyond and not user._has_convenience_role(CLERK):
            labels = [self._fields[name]._description_string(self.env) for name in sorted(beyond)]
            raise AccessError(
                self.env._(
                    "Field staff do not change %(fields)s of %(request)s. Ask the service desk.",
                    fields=", ".join(labels),
                    request=self[:1].name,
                )
            )

    def _refuse_worker_orders(self):
        """What is ordered is the customer's and the desk's to say, not the worker's."""
        if not self.env.su:
            self._require_role(CLERK, act=self.env._("change its items"))
