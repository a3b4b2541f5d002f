from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.roles import CLERK, WORKER

PROOF = ("signature", "scan", "signed_name", "signed_relation", "signed_on_paper")


class ConvenienceRequestAcceptance(models.Model):
    """What the customer accepted on top of what was agreed (增项确认): how much, who and when.

    Made by the dialog on the phone or at the desk; it stays as it is, whatever comes later.
    """

    _name = "convenience.request.acceptance"
    _description = "Accepted Raise"
    _inherit = ["convenience.guarded.mixin", "convenience.signature.mixin"]
    _order = "request_id, id"

    request_id = fields.Many2one(
        "convenience.request", required=True, readonly=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="request_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    items = fields.Char("Services", readonly=True, help="What was ordered then.")
    amount = fields.Monetary("More", readonly=True, help="Accepted on top, tax included.")
    amount_total = fields.Monetary("In All", readonly=True, help="Accepted in all, tax included.")
    by_phone = fields.Boolean(
        "Agreed by Phone", readonly=True, help="Somebody at the desk asked the customer."
    )
    accepted_on = fields.Datetime(readonly=True)
    recorded_by_id = fields.Many2one("res.users", readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            *PROOF, "request_id", "items", "amount", "amount_total", "by_phone", "accepted_on",
            "recorded_by_id",
        }  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_permitted_creation(vals_list):
            raise UserError(
                self.env._("What a customer accepts is recorded on the request, not by hand.")
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for acceptance in self:
            raise UserError(
                self.env._(
                    "What the customer accepted of %(request)s stays on file.",
                    request=acceptance.request_id.name,
                )
            )


class ConvenienceRequest(models.Model):
    """The customer accepts what became dearer: on the worker's phone, or asked by the desk."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    acceptance_ids = fields.One2many(
        "convenience.request.acceptance", "request_id", "Accepted Raises", readonly=True
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"acceptance_ids"}

    def action_accept_raise(self):
        """Open the dialog in which the customer accepts what became dearer."""
        self.ensure_one()
        self._check_raise_waits()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Accepts the Raise"),
            "res_model": "convenience.acceptance.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_request_id": self.id,
                "default_amount_seen": self.amount_total,
            },
        }

    def _check_raise_waits(self):
        self._require_role(WORKER, CLERK, act=self.env._("record what the customer accepts"))
        self.check_access("write")
        self._check_own_office((WORKER, CLERK))
        for request in self:
            if not request.amount_raised:
                raise UserError(
                    self.env._(
                        "%(request)s costs no more than the customer accepted: there is nothing to "
                        "accept.",
                        request=request.name,
                    )
                )

    def _accept_raise(self, seen, proof, by_phone=False):
        """Record that the customer accepts what the request costs now.

        :param float seen: what the dialog showed, company currency; no other sum is accepted
        :param dict proof: values of `PROOF`
        :param bool by_phone: the desk asked the customer: then the name is enough
        :raise AccessError: when the user has nothing to do with the job, or is on it and says
            that somebody asked by phone
        :raise UserError: when nothing waits, another sum was shown, or the proof is missing
        """
        self.ensure_one()
        self._check_raise_waits()
        self._check_seen(seen)
        if by_phone:
            self._check_asks_by_phone()
        # sudo: the dialog is the permission
        acceptances = self.env["convenience.request.acceptance"].sudo()
        values = self._prepare_acceptance(proof, by_phone)
        self._check_proof(acceptances.new(values))
        acceptance = acceptances._create_guarded([values])
        self._write_guarded({"amount_accepted": self.amount_total})
        self._log_acceptance(acceptance)
        return acceptance

    def _check_proof(self, acceptance):
        if not acceptance.signed_name or not (acceptance.by_phone or acceptance._is_signed()):
            raise UserError(
                self.env._(
                    "%(request)s: have the customer sign, or tick that the paper is signed and add "
                    "its photo, and enter who signed.",
                    request=self.name,
                )
            )

    def _check_seen(self, seen):
        if self.currency_id.compare_amounts(seen, self.amount_total):
            raise UserError(
                self.env._(
                    "%(request)s costs %(total)s by now. Show the customer that sum and have it "
                    "accepted.",
                    request=self.name,
                    total=self._in_currency(self.amount_total),
                )
            )

    def _may_ask_by_phone(self):
        """Whether the user is at the desk: who is at the customer's has the customer sign."""
        user = self.env.user
        # sudo: whose job it is
        return user._has_convenience_role(CLERK) and user not in self.sudo().worker_ids.user_id

    def _check_asks_by_phone(self):
        if not self._may_ask_by_phone():
            raise AccessError(
                self.env._(
                    "%(request)s: only the desk records that the customer agreed by phone. Have "
                    "the customer sign, or ask the desk to call.",
                    request=self.name,
                )
            )

    def _prepare_acceptance(self, proof, by_phone):
        return {
            **{name: proof.get(name) for name in PROOF},
            "request_id": self.id,
            "items": self.items_summary,
            "amount": self.amount_raised,
            "amount_total": self.amount_total,
            "by_phone": by_phone,
            "accepted_on": fields.Datetime.now(),
            "recorded_by_id": self.env.uid,
        }

    def _log_acceptance(self, acceptance):
        words = {
            "name": acceptance.signed_name,
            "amount": self._in_currency(acceptance.amount),
            "total": self._in_currency(acceptance.amount_total),
        }
        if acceptance.by_phone:
            body = self.env._(
                "%(name)s was asked by phone and accepted %(amount)s more, %(total)s in all.",
                **words,
            )
        else:
            body = self.env._("%(name)s accepted %(amount)s more, %(total)s in all.", **words)
        self._message_log(body=body)
