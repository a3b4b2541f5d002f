import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from odoo.addons.convenience_service.reports.guard import formats
from odoo.addons.convenience_service.reports.guard.asked import asked_ids

CODE_SIZE = 180


class ReportSurveySheet(models.AbstractModel):
    """The printed sheet (便民服务调查表, 意见征询表): an A4 a household, ticks only."""

    _name = "report.convenience_service_survey.report_survey_sheet"
    _description = "Survey Sheet on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Print the sheets of `invitation_ids`; without any, one to look at.

        :raise UserError: for more than one round
        """
        ids = asked_ids(self.env, data or {}, "invitation_ids")
        invitations = self.env["convenience.survey.invitation"].browse(ids).exists()
        invitations.check_access("read")
        rounds = invitations.round_id or self.env["convenience.survey.round"].browse(docids)
        if len(rounds) != 1:
            raise UserError(self.env._("Print the sheets of one survey round at a time."))
        rounds.check_access("read")
        return {
            "doc_ids": rounds.ids,
            "doc_model": rounds._name,
            "docs": rounds,
            "sheet": self._sheet(rounds),
            "papers": [self._paper(one) for one in invitations] or [self._paper(invitations)],
        }

    @api.model
    def _sheet(self, asked):
        """Return what all sheets of a round have in common."""
        ticks = asked._ticks()
        prices = {tick.about: tick for tick in ticks if tick.part == "price"}
        rows = [tick for tick in ticks if tick.part != "price"]
        return {
            "round": asked,
            "letterhead": formats.letterhead(asked.office_id),
            "date_to": format_date(self.env, asked.date_to),
            "options": rows[0].options if rows else (),
            "has_prices": bool(prices),
            "rows": [self._row(number, tick, prices) for number, tick in enumerate(rows, start=1)],
            "currency": asked.currency_id.symbol or asked.currency_id.name,
        }

    @api.model
    def _row(self, number, tick, prices):
        price = prices.get(tick.about)
        return {
            "number": number,
            "label": tick.label,
            "is_aspect": not tick.about.isdigit(),
            "options": tick.options,
            "prices": price.options if price else (),
        }

    @api.model
    def _paper(self, invitation):
        # sudo: the link goes to the household whose sheet the desk prints
        link = invitation.sudo()._link() if invitation else ""
        # sudo: how the household is called, for who may read that it is asked
        return {
            "household": invitation.sudo().unit_id.name or invitation.sudo().partner_id.name or "",
            "number": invitation.number or "",
            "code": link and self._code(link),
        }

    @api.model
    def _code(self, link):
        """Return the link as a picture to scan."""
        size = {"width": CODE_SIZE, "height": CODE_SIZE}
        png = self.env["ir.actions.report"].barcode("QR", link, **size)
        return image_data_uri(base64.b64encode(png))
