from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class ConvenienceRequest(models.Model):
    """Review of what was signed, by somebody who did not do it (P5 4.3.1)."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    is_to_review = fields.Boolean(
        "To Review", compute="_compute_is_to_review", search="_search_is_to_review"
    )

    @api.depends("state", "signature_required")
    def _compute_is_to_review(self):
        for request in self:
            request.is_to_review = request.state == "signed" or (
                request.state == "done" and not request.signature_required
            )

    @api.model
    def _search_is_to_review(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsigned = Domain("state", "=", "done") & Domain("signature_required", "=", False)
        return Domain("state", "=", "signed") | unsigned

    def _check_review(self):
        for request in self:
            if request.state == "done" and request.signature_required:
                raise UserError(
                    self.env._(
                        "%(request)s is not signed. Paid work is reviewed after the customer's "
                        "signature.",
                        request=request.name,
                    )
                )
        self._check_priced()
        self._check_not_own_work()

    def _check_not_own_work(self):
        for request in self._worked_on_by_user():
            raise AccessError(
                self.env._(
                    "You worked on %(request)s yourself: somebody else has to review it.",
                    request=request.name,
                )
            )

    def _worked_on_by_user(self):
        """Return the requests that are the user's own work: one of the workers, or who ever
        started or finished it.
        """
        did = self._logged_users(
            [
                "|",
                ("state_to", "=", "done"),
                "&",
                ("state_from", "=", "assigned"),
                ("state_to", "=", "in_progress"),
            ]
        )
        nobody = self.env["res.users"]
        return self._taken_by_user(
            lambda request: request.worker_ids.user_id | did.get(request.id, nobody)
        )
