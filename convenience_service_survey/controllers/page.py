from odoo import SUPERUSER_ID, http
from odoo.exceptions import AccessError
from odoo.http import request

from ..models.round_taking import Sheet
from ..models.ticks import MOST_WORDS, is_half_filled

URL = "/service-survey"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
FIRST_LANGUAGE = "zh_CN"


class SurveyPage(http.Controller):
    """The sheet of one household, by its secret link: a page of our own, without script or cookie.

    The link is the right to answer, whoever is logged in: what is taken is written by the system,
    so that no login stands beside it. A page that is only looked at writes nothing.
    """

    @http.route(
        f"{URL}/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def survey_sheet(self, token, **_options):
        """Show the sheet, or that it is taken, closed or unknown."""
        invitation = self._invitation(token)
        return self._show(invitation, self._hindrance(invitation))

    @http.route(
        f"{URL}/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        # no cookie says who answers: there is no session that another site could ride on
        csrf=False,
        save_session=False,
        sitemap=False,
    )
    def take_survey_sheet(self, token, **said):
        """Take the sheet; one on which too little is ticked comes back to be filled in."""
        invitation = self._invitation(token)
        hindrance = self._hindrance(invitation)
        if hindrance:
            return self._show(invitation, hindrance)
        asked = invitation.round_id
        ticks = asked._ticks()
        answers = asked._clean_answers(ticks, self._answers(ticks, said))
        if is_half_filled(ticks, answers):
            return self._show(invitation, "half", answers, said.get("words"))
        words = said.get("words")
        (outcome,) = asked._take_sheets([Sheet(invitation, answers, words, channel="online")])
        return self._show(invitation, "thanks" if outcome == "answered" else "gone")

    @http.route(
        f"{URL}/sheet/<int:round_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def show_survey_sheet(self, round_id, **_options):
        """Show staff what households see; it leads nowhere."""
        asked = request.env["convenience.survey.round"].browse(round_id)
        try:
            asked.exists().ensure_one()
            asked.check_access("read")
        except (AccessError, ValueError):
            return request.not_found()
        return self._page(asked, {"state": "trial", "ticks": self._rows(asked, {})})

    # ------------------------------------------------------------------ what is shown

    def _invitation(self, token):
        """Return the invitation as the system, which no login stands behind."""
        env = request.env(user=SUPERUSER_ID, su=True, context={})
        invitation = env["convenience.survey.invitation"]._by_token(token)
        return invitation.with_context(lang=self._language(invitation))

    def _language(self, invitation):
        """The household's own, otherwise the company's; Chinese where nothing is said."""
        company = invitation.company_id.partner_id
        installed = dict(request.env["res.lang"].get_installed())
        wanted = (invitation.partner_id.lang, company.lang, FIRST_LANGUAGE)
        return next((code for code in wanted if code in installed), None)

    def _hindrance(self, invitation):
        """Return why the sheet is not shown: `gone` or `closed`; nothing where it is."""
        if not invitation:
            return "gone"
        asked = invitation.round_id
        over = asked.date_to < asked.office_id._today()
        return "closed" if over or asked.state != "open" else ""

    def _answers(self, ticks, said):
        """Return what was sent, by code; a price that is written goes before one that is ticked."""
        answers = {}
        for tick in ticks:
            value = said.get(tick.code)
            if tick.part == "price":
                value = said.get(f"other:{tick.about}") or value
            try:
                number = float(value)
            except (TypeError, ValueError):
                continue
            answers[tick.code] = number
        return answers

    def _rows(self, asked, answers):
        """Return the lines of ticks as the page shows them."""
        return [
            {
                "code": tick.code,
                "part": tick.part,
                "about": tick.about,
                "label": tick.label,
                "choices": [
                    {"value": value, "label": label, "checked": answers.get(tick.code) == value}
                    for value, label in zip(tick.values, tick.options, strict=True)
                ],
                "other": self._other(tick, answers),
            }
            for tick in asked._ticks()
        ]

    def _other(self, tick, answers):
        value = answers.get(tick.code)
        return "" if value is None or value in tick.values else f"{value:g}"

    def _show(self, invitation, state, answers=None, words=""):
        asked = invitation.round_id
        open_sheet = state in ("", "half")
        values = {
            "state": state or "open",
            "ticks": self._rows(asked, answers or {}) if open_sheet else [],
            "words": (words or "")[:MOST_WORDS],
            "household": invitation.sudo().unit_id.name if open_sheet else "",
        }
        response = self._page(asked, values)
        if state == "gone":
            response.status_code = 404
        return response

    def _page(self, asked, values):
        # sudo: the names of office and round, for whoever has the sheet
        env = asked.sudo().env
        html = env["ir.qweb"]._render(
            "convenience_service_survey.page",
            {
                "asked": asked.sudo(),
                "spoken": (env.lang or FIRST_LANGUAGE).replace("_", "-"),
                "words_label": asked._words_label() if asked else "",
                "most_words": MOST_WORDS,
                "words": "",
                "household": "",
                **values,
            },
        )
        return request.make_response(html, headers=list(HEADERS.items()))
