import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html
from odoo.tools.image import base64_to_image
from odoo.tools.misc import consteq

from ..guard.workflow import Move

MAX_NAME = 100
MAX_REASON = 1000
# base64 characters of a drawing; a signature pad makes some 20,000
MAX_SIGNATURE = 1_000_000


class ConvenienceRequest(models.Model):
    """The customer's page of a request: see it, sign for it, or say why not (P2 4.3.1).

    Whoever holds the link of the page signs as the customer, so the token in it is given to the
    customer only: the staff can neither read nor choose it.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request", "portal.mixin", "convenience.portal.fields.mixin"]

    access_token = fields.Char(groups="base.group_system")

    # ------------------------------------------------------------------ the customer's own link

    def _compute_access_url(self):
        for request in self:
            request.access_url = f"/my/service-requests/{request.id}"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"access_token"}

    @api.model
    def default_get(self, fields):
        # not a forced value as of other guarded fields: the clerk's `create` may not give it
        defaults = super().default_get(fields)
        defaults.pop("access_token", None)
        return defaults

    def _portal_ensure_token(self):
        """Return the token of the page; private, and only code that checked who asks calls it."""
        # sudo: the token is hidden from those whose move sends it to the customer
        request = self.sudo()
        if not request.access_token:
            request._write_guarded({"access_token": str(uuid.uuid4())})
        return request.access_token

    def get_portal_url(
        self, suffix=None, report_type=None, download=None, query_string=None, anchor=None
    ):
        """Return the link of the page; a remote caller gets it without the customer's token."""
        if not self.env.su:
            return f"{self.access_url}{suffix or ''}"
        return super().get_portal_url(suffix, report_type, download, query_string, anchor)

    def _get_share_url(self, redirect=False, signup_partner=False, pid=None, share_token=True):
        # sharing is for everybody who reads the request, signing is not
        return super()._get_share_url(redirect, signup_partner, pid, share_token and self.env.su)

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "name", "office_id", "company_id", "currency_id", "unit_id", "customer_id", "payer_id",
            "line_ids", "amount_total", "settlement_mode", "phone", "channel", "wanted_on",
            "registered_at", "date_registered", "done_at", "date_done", "signature_required",
            "signature", "signed_name", "signed_relation", "signed_at", "state", "access_url",
        }  # fmt: skip

    def _portal_items(self):
        """Return the items in one line, in the language of the reader."""
        return ", ".join(self.line_ids.mapped("product_id.name"))

    def _may_sign_online(self, access_token=None):
        """Whether the user is the customer, or holds the link that only the customer got."""
        # sudo: the token is read to be compared, never shown
        token = self.sudo().access_token
        if token and access_token and consteq(token, access_token):
            return True
        return self.sudo().customer_id == self.env.user.partner_id

    # ------------------------------------------------------------------ signing

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("done", "signed", via="portal"),
            Move("done", "in_progress", via="portal"),
        ]

    def _awaits_customer(self):
        """Whether the customer may sign now, or say why not."""
        return self.state == "done" and self.signature_required

    def _sign_online(self, name, signature):
        """Take the customer's signature; the caller has checked that it is the customer.

        :param str name: of who signs
        :param str signature: the drawing, an image in base64
        :raise UserError: when there is nothing to sign, or no name or drawing was given
        """
        self._check_awaits_customer()
        name = self._clean_reason(name)[:MAX_NAME]
        if not name:
            raise UserError(self.env._("%(request)s: enter your name first.", request=self.name))
        self.write(
            {
                "signature": self._clean_signature(signature),
                "signed_name": name,
                "signed_relation": "self",
            }
        )
        reason = self.env._(
            "Signed online by %(name)s for %(customer)s",
            name=name,
            customer=self.customer_id.name,
        )
        return self._move_to_by_system("signed", via="portal", reason=reason)

    def _clean_signature(self, signature):
        """Return the drawing, if it is one."""
        if not isinstance(signature, str) or not 0 < len(signature) <= MAX_SIGNATURE:
            raise UserError(
                self.env._("%(request)s: draw your signature first.", request=self.name)
            )
        base64_to_image(signature)
        return signature

    def _refuse_online(self, reason):
        """The customer does not sign: back to work, and whoever sent the workers is told.

        :param str reason: what has to be done again, in the customer's words
        :raise UserError: when there is nothing to sign, or no reason was given
        """
        self._check_awaits_customer()
        reason = self._clean_reason(reason)[:MAX_REASON]
        if not reason:
            raise UserError(
                self.env._("%(request)s: tell us what is not in order.", request=self.name)
            )
        self._move_to_by_system(
            "in_progress",
            via="portal",
            reason=self.env._(
                "%(customer)s did not sign: %(reason)s",
                customer=self.customer_id.name,
                reason=reason,
            ),
        )
        self._ask_to_see_to_it(reason)

    def _ask_to_see_to_it(self, reason):
        office = self.office_id
        # who sent the workers may have left the office since
        responsible = (
            (self.assigned_by_id & office.user_ids).filtered("active")
            or office.service_manager_id
            or office.director_id
        )
        if responsible:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=responsible.id,
                summary=self.env._("The customer did not sign"),
                note=plaintext2html(reason),
            )

    def _check_awaits_customer(self):
        if self._awaits_customer():
            return
        if self.state in ("signed", "reviewed"):
            raise UserError(
                self.env._("%(request)s is signed already. Thank you.", request=self.name)
            )
        raise UserError(
            self.env._(
                "%(request)s is %(state)s: there is nothing to sign now.",
                request=self.name,
                state=self._state_label(self.state),
            )
        )
