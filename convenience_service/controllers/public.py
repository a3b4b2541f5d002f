"""What an office tells without login: the price page and the entrance screen (P1 制度 6)."""

import hashlib

from odoo import http
from odoo.http import request
from odoo.modules import Manifest

ADDON = "convenience_service"
# One answer, whatever was asked for: nobody learns which offices or links there are or were.
NOT_FOUND = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>404</title></head><body><main><h1>此链接已失效</h1>"
    "<p>请向管理处索取新的链接。</p>"
    '<p lang="en">This link leads nowhere. Ask the office for a new one.</p>'
    "</main></body></html>"
)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    ),
    # the link is the key: it is not told to other sites, nor found by searching
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "readonly": True,
    "save_session": False,
}


class PublicPages(http.Controller):
    """Pages behind secret links. They read, set no cookie, and stand without the website app."""

    @http.route("/convenience/prices/<string:token>", **ROUTE)
    def price_page(self, token, lang=None, **kw):
        """The price page of the office that the link belongs to.

        :param lang: another language than that of residents, where it is installed
        """
        return self._page("price_token", token, lang, "online", "public, max-age=60")

    @http.route("/convenience/screen/<string:token>", **ROUTE)
    def screen_page(self, token, **kw):
        """The screen at the entrance; it renews itself from the same address (P3 二 4 (2) ③)."""
        return self._page("screen_token", token, None, "screen", "no-cache")

    def _page(self, token_field, token, lang, channel, caching):
        office = request.env["convenience.office"]._find_public(token_field, token)
        if not office:
            headers = {**HEADERS, "Cache-Control": "no-store"}
            return request.make_response(NOT_FOUND, headers=headers.items(), status=404)
        codes = [code for code, _name in office.env["res.lang"].get_installed()]
        lang = lang if lang in codes else office._public_lang()
        office = office.with_context(lang=lang, tz=office.tz).with_company(office.company_id)
        content = office.env["ir.qweb"]._render(
            f"{ADDON}.public_{channel}_page",
            {
                "offer": office._public_offer(channel=channel),
                "page_lang": lang.replace("_", "-"),
                "others": [code for code in codes if code != lang],
                "tz": office.tz,
                "version": Manifest.for_addon(ADDON).version,
            },
        )
        content = f"<!DOCTYPE html>\n{content}".encode()
        headers = {**HEADERS, "Cache-Control": caching}
        response = request.make_response(content, headers=headers.items())
        response.set_etag(hashlib.sha256(content).hexdigest()[:40])
        return response.make_conditional(request.httprequest.environ)
