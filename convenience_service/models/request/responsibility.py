from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.arguments import ID, TEXT, takes
from ..guard.roles import SUPERVISOR

FINISHED = ("done", "signed", "reviewed")


class ConvenienceRequest(models.Model):
    """Repairs told apart: what the customer pays, and what is not the customer's to pay.

    Common parts (公共部位), the developer's warranty (保修) and our own rework (返工) are never
    charged. A supervisor decides before the customer signs, with a reason, never for own work.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    responsibility = fields.Selection(
        [
            ("paid", "Paid by the Customer"),
            ("common", "Common Part"),
            ("warranty", "Developer's Warranty"),
            ("rework", "Our Own Rework"),
        ],
        required=True,
        default="paid",
        readonly=True,
        copy=False,
        index=True,
        help="Only what the customer answers for is charged.",
    )
    responsibility_reason = fields.Char("Reason for Not Charging", readonly=True, copy=False)
    responsibility_by_id = fields.Many2one("res.users", "Decided By", readonly=True, copy=False)
    responsibility_on = fields.Datetime("Decided On", readonly=True, copy=False)
    rework_of_id = fields.Many2one(
        "convenience.request", readonly=True, index=True, copy=False, ondelete="restrict"
    )

    @api.model
    def _responsibility_fields(self):
        return {
            "responsibility": "paid",
            "responsibility_reason": False,
            "responsibility_by_id": False,
            "responsibility_on": False,
            "rework_of_id": False,
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._responsibility_fields().keys()

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **self._responsibility_fields()}

    def _check_charged(self):
        for request in self:
            if request.responsibility != "paid":
                raise UserError(
                    self.env._(
                        "%(request)s is not charged (%(responsibility)s). Have a supervisor decide "
                        "that the customer pays first.",
                        request=request.name,
                        responsibility=request._responsibility_label(request.responsibility),
                    )
                )

    def _responsibility_label(self, responsibility):
        field = self._fields["responsibility"]
        return dict(field._description_selection(self.env)).get(responsibility)

    # ------------------------------------------------------------------ decision

    @takes(responsibility=TEXT, reason=TEXT, rework_of_id=ID)
    def set_responsibility(self, responsibility, reason, rework_of_id=False):
        """Decide who answers for the repair: a supervisor's decision, with a reason.

        :param str responsibility: `paid`, `common`, `warranty` or `rework`
        :param str reason: kept on the request
        :param int rework_of_id: for a rework, the earlier request in the same unit
        :raise AccessError: when the user is no supervisor, or works on the request
        :raise UserError: when the request is signed, or reason or earlier request are missing
        """
        self.sudo(False).check_access("read")
        self._check_decider()
        self._refuse_closed()
        reason = self._clean_reason(reason)
        earlier = self._find_earlier(rework_of_id) if responsibility == "rework" else self.browse()
        if not reason or not self._responsibility_label(responsibility):
            raise UserError(
                self.env._("%(request)s: enter who answers for it and why.", request=self[:1].name)
            )
        self._write_guarded(
            {
                "responsibility": responsibility,
                "responsibility_reason": reason,
                "responsibility_by_id": self.env.uid,
                "responsibility_on": fields.Datetime.now(),
                "rework_of_id": earlier.id,
            }
        )
        return self._charge_as_decided()

    def _check_decider(self):
        self._require_role(SUPERVISOR, act=self.env._("decide who answers for it"))
        self._check_own_office()
        own = self._taken_by_user(
            lambda request: request.worker_ids.user_id | request.started_by_id | request.done_by_id
        )
        if own:
            raise AccessError(
                self.env._(
                    "You work on %(request)s yourself: somebody else has to decide who answers for "
                    "it.",
                    request=own[0].name,
                )
            )

    def _find_earlier(self, rework_of_id):
        """Return the finished request of the same unit that has to be done again."""
        earlier = self.browse(rework_of_id or ()).exists()
        earlier.check_access("read")
        fits = (
            len(earlier) == 1
            and earlier not in self
            and earlier.state in FINISHED
            and earlier.unit_id == self.unit_id
        )
        if not fits:
            raise UserError(
                self.env._(
                    "%(request)s: name the finished request of the same unit that is done again.",
                    request=self[:1].name,
                )
            )
        return earlier

    def _charge_as_decided(self):
        """Take the prices away, or bring them back as they were agreed."""
        for request in self:
            label = request._responsibility_label(request.responsibility)
            reason = f"{label}, {request.responsibility_reason}"
            charged = request.responsibility == "paid"
            prices = {line: line._agreed_price() if charged else 0.0 for line in request.line_ids}
            request.message_post(
                body=self.env._("Who answers for it: %(decision)s", decision=reason)
            )
            request.line_ids._set_prices(prices, reason)
        return True
