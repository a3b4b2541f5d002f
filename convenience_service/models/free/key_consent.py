from odoo import api, fields, models
from odoo.exceptions import UserError

CONSENT_FIELDS = frozenset(
    {"consent_text", "consent_until", "consent_signature", "consent_signed_by", "consent_on_paper"}
)


class ConvenienceLoan(models.Model):
    """Keys in custody (钥匙托管): whether staff may enter with them, on whose signature.

    From the moment it is given the consent stays as it was signed; it can only be withdrawn,
    which leaves its words in the messages.
    """

    _name = "convenience.loan"
    _inherit = ["convenience.loan"]

    key_tag = fields.Char("Key Number", help="On the tag of the key, never the room number.")
    consent = fields.Boolean("Staff May Enter", readonly=True, copy=False)
    consent_text = fields.Text("What Is Consented", copy=False)
    consent_until = fields.Date(
        copy=False, help="Last local day. Empty: until the key is given back."
    )
    consent_signature = fields.Binary("Signature", attachment=False, copy=False)
    consent_signed_by = fields.Char("Signed By", copy=False)
    consent_on_paper = fields.Boolean("Signed on Paper", copy=False)
    key_holder_id = fields.Many2one(
        "convenience.worker", "Key Is With", readonly=True, copy=False, ondelete="restrict"
    )
    key_movement_ids = fields.One2many("convenience.key.movement", "loan_id", "Key Log")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"consent", "key_holder_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "consent": False, "key_holder_id": False}

    @api.model
    def _content_fields(self):
        return super()._content_fields() | CONSENT_FIELDS

    def write(self, vals):
        if CONSENT_FIELDS & vals.keys():
            self.check_access("write")
            self._refuse_consented()
        return super().write(vals)

    def _refuse_consented(self):
        for key in self.filtered("consent"):
            raise UserError(
                self.env._(
                    "The consent for %(key)s is signed and stays as it is. Withdraw it and have "
                    "another one signed.",
                    key=key.display_name,
                )
            )

    def action_give_consent(self):
        """Record that the resident consented to staff entering.

        :raise UserError: when it does not say to what, or nobody signed
        """
        self.check_access("write")
        self._refuse_closed()
        for key in self:
            key._check_consent_signed()
        self._write_guarded({"consent": True})
        for key in self:
            key._log_consent(self.env._("Staff may enter"))
        return True

    def _check_consent_signed(self):
        signed = self.consent_signed_by and (self.consent_signature or self.consent_on_paper)
        if self.kind != "key" or not (self.consent_text or "").strip() or not signed:
            raise UserError(
                self.env._(
                    "%(key)s: enter what the resident consents to and who signed, and take the "
                    "signature or tick that the paper is signed.",
                    key=self.display_name,
                )
            )

    def action_withdraw_consent(self):
        """The resident no longer wants anybody to enter; the words stay in the messages."""
        self.check_access("write")
        for key in self.filtered("consent"):
            key._log_consent(self.env._("Consent withdrawn"))
        return self._write_guarded({"consent": False})

    def _log_consent(self, what):
        self.message_post(
            body=self.env._(
                "%(what)s: %(text)s (signed by %(name)s, until %(until)s)",
                what=what,
                text=self.consent_text,
                name=self.consent_signed_by,
                until=self.consent_until or self.env._("the key is given back"),
            )
        )

    def _check_may_enter(self):
        """Refuse to hand out a key without a consent that holds on the local day.

        :raise UserError: naming the key and what is missing
        """
        for key in self:
            today = key.office_id._today()
            if not key.consent or (key.consent_until and key.consent_until < today):
                raise UserError(
                    self.env._(
                        "Nobody may enter with %(key)s: %(resident)s has not consented, or the "
                        "consent has ended. Have a consent signed first.",
                        key=key.display_name,
                        resident=key.resident_id.name,
                    )
                )

    def action_key_back(self):
        """Take the key back from whoever has it."""
        return self.key_movement_ids.filtered(lambda move: not move.back_at).action_back()
