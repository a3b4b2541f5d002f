import re
import secrets

from odoo import api, fields, models

from ..guard.roles import DIRECTOR

PUBLIC_LANG = "zh_CN"
# What `secrets.token_urlsafe(24)` makes; anything else is not even looked up.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
LINKS = {"price_token": "/convenience/prices", "screen_token": "/convenience/screen"}


class ConvenienceOffice(models.Model):
    """What an office tells the public without login, behind links that it can renew (P1 制度 6)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    complaint_phone = fields.Char(
        "Complaint Line", help="Printed beside 12315, the line of the market supervision."
    )
    service_hours = fields.Char(
        "Hours of Service", translate=True, help="As residents read it, e.g. daily 8:00 to 20:00."
    )
    public_note = fields.Text(
        "About the Office", translate=True, help="Opens the user handbook. Plain text."
    )
    # Until a director makes them there are none, and nothing of the office is public.
    price_token = fields.Char(
        readonly=True, copy=False, groups="convenience_service.group_director"
    )
    screen_token = fields.Char(
        readonly=True, copy=False, groups="convenience_service.group_director"
    )
    price_url = fields.Char("Price Page", compute="_compute_public_urls")
    screen_url = fields.Char("Entrance Screen", compute="_compute_public_urls")
    chapter_ids = fields.One2many("convenience.handbook.chapter", "office_id", "Own Chapters")

    _price_token_unique = models.UniqueIndex("(price_token) WHERE price_token IS NOT NULL")
    _screen_token_unique = models.UniqueIndex("(screen_token) WHERE screen_token IS NOT NULL")

    @api.depends("price_token", "screen_token")
    def _compute_public_urls(self):
        for office, own in zip(self, self.sudo(), strict=True):
            # sudo: who reads the office may hand its links on, but not look up old ones
            office.price_url = own._public_url("price_token")
            office.screen_url = own._public_url("screen_token")

    def _public_url(self, token_field):
        token = self[token_field]
        return f"{self.get_base_url()}{LINKS[token_field]}/{token}" if token else False

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(LINKS)

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **dict.fromkeys(LINKS, False)}

    @api.model
    def _find_public(self, token_field, token):
        """Return the office behind a link, for anybody who has it; none for any other text."""
        if not TOKEN.fullmatch(token):
            return self.sudo().browse()
        # sudo: who has the link needs no login
        return self.sudo().search([(token_field, "=", token)], limit=1)

    def _public_lang(self):
        """Return the language in which residents are told: Chinese, where it is installed."""
        # sudo: which languages there are is no secret
        codes = [code for code, _name in self.env["res.lang"].sudo().get_installed()]
        own = self.sudo().company_id.partner_id.lang
        return next((lang for lang in (PUBLIC_LANG, own) if lang in codes), "en_US")

    # ------------------------------------------------------------------ actions

    def action_renew_price_link(self):
        """Make the link of the price page, or another; the old one leads nowhere from now on."""
        return self._renew("price_token")

    def action_renew_screen_link(self):
        """Make the link of the entrance screen, or another."""
        return self._renew("screen_token")

    def _renew(self, token_field):
        self._require_role(DIRECTOR, act=self.env._("renew a public link"))
        self.check_access("write")
        for office in self:
            office._write_guarded({token_field: secrets.token_urlsafe(24)})
            # sudo: said in the history of the office, whoever follows it
            office.sudo().message_post(
                body=self.env._(
                    "The public link was renewed: %(link)s. The one before leads nowhere.",
                    link=LINKS[token_field],
                )
            )
        return True
