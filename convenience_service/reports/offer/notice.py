import base64
from operator import itemgetter

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.image import image_data_uri

from ..guard import formats
from ..guard.page_layout import line_count, row_height, split_sheets
from .letters import addressed

# Half-width characters that fit in a row: item, from which price to which.
COLUMNS = (28, 18, 18)
TEXT_WIDTH = 84
FIRST_SHEET, NEXT_SHEET, CLOSING = 32, 40, 10
# So little is printed larger.
FEW = 10
LETTER = "convenience_service.report_notice_letter"


def paper_values(report, docids):
    """Return what a template gets: the notices, each with what the report's `_paper` says of it."""
    notices = report.env["convenience.notice"].browse(docids)
    notices.check_access("read")
    return {
        "doc_ids": docids,
        "doc_model": notices._name,
        "docs": notices,
        "papers": [report._paper(notice) for notice in notices],
    }


class ReportNotice(models.AbstractModel):
    """A notice as it is posted (公告; P1 制度 6, P2 and P5 4.2.2, P3 二 4 (2), P4 五 1 2))."""

    _name = "report.convenience_service.report_notice"
    _description = "Notice on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        return paper_values(self, docids)

    @api.model
    def _paper(self, notice):
        """Return what the notice says, as texts, in the language of residents."""
        notice = notice.with_context(lang=notice.office_id._public_lang())
        office, env = notice.office_id, notice.env
        rows = self._rows(notice)
        taken = sum(line_count(line, TEXT_WIDTH) for line in (notice.text or "").splitlines())
        first = max(1, FIRST_SHEET - taken)
        day = notice.published_on and office._local_date(notice.published_on)
        return {
            "notice": notice,
            "lang": env.lang,
            "letterhead": formats.letterhead(office),
            "complaints": office.complaint_phone or "",
            "hours": office.service_hours or "",
            "is_short": len(rows) <= FEW and taken <= FEW,
            "has_before": any(row.get("before") for row in rows),
            "sheets": split_sheets(
                rows, first, NEXT_SHEET, itemgetter("height"), CLOSING, itemgetter("group")
            ),
            "valid": self._validity(notice),
            "day": day and format_date(env, day),
            "code": self._code(office),
        }

    @api.model
    def _validity(self, notice):
        env, day = notice.env, format_date(notice.env, notice.date_from)
        if not notice.date_to:
            return env._("from %(day)s", day=day)
        return formats.period(env, notice.date_from, notice.date_to)

    @api.model
    def _code(self, office):
        """The price page as a code to scan; "" where the office has none."""
        # sudo: a notice hands the link on to residents
        url = office.sudo().price_url
        if not url:
            return ""
        png = self.env["ir.actions.report"].barcode("QR", url, width=240, height=240)
        return image_data_uri(base64.b64encode(png))

    @api.model
    def _rows(self, notice):
        """Return the price list that begins, or the changes."""
        if notice.kind == "price_list" and notice.tariff_id:
            return self._list_rows(notice)
        if notice.kind == "free":
            return self._list_rows(notice, free=True)
        # sudo: told to residents, whoever prints it
        told = notice.sudo().change_ids._told(notice.customer_type_ids)
        return [{"group": False, **row, "height": self._height(row)} for row in told]

    @api.model
    def _list_rows(self, notice, free=False):
        office = notice.office_id
        # sudo: the day of an approved list
        starts = notice.sudo().tariff_id.date_start
        day = max(filter(None, (office._today(), starts)))
        offer = office._public_offer(day, notice.customer_type_ids)
        rows = []
        for category, own in offer["free"] if free else [*offer["paid"], *offer["free"]]:
            rows.append({"group": True, "name": category, "height": 1})
            for row in own:
                shown = {**row, "before": "", "after": row["price"], "change": "", "date": ""}
                rows.append({**shown, "group": False, "height": self._height(shown)})
        return rows

    @api.model
    def _height(self, row):
        item = " ".join(filter(None, (row["name"], row["types"])))
        return row_height((item, row["before"], row["after"]), COLUMNS)


class ReportNoticePoster(models.AbstractModel):
    """The same notice, twice as large."""

    _name = "report.convenience_service.report_notice_poster"
    _inherit = ["report.convenience_service.report_notice"]
    _description = "Notice as a Poster"


class ReportNoticeLetter(models.AbstractModel):
    """One letter; with names in `data`, their salutations alone, one a sheet (P2 4.2.2 c))."""

    _name = "report.convenience_service.report_notice_letter"
    _inherit = ["report.convenience_service.report_notice"]
    _description = "Notice as a Letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        names = (data or {}).get("unit_names")
        values = super()._get_report_values(docids, data)
        values["docs"]._check_published()
        # by an address anybody may ask for anything
        names = names if isinstance(names, list) else None
        notice = values["docs"][:1]
        env = notice.with_context(lang=notice.office_id._public_lang()).env
        return {
            **values,
            "names": [env._("To the residents of %(unit)s:", unit=name) for name in names or []],
            "only_names": names is not None,
        }


class ReportNoticeSigning(models.AbstractModel):
    """The units that a notice was brought to, to sign for it (签收表)."""

    _name = "report.convenience_service.report_notice_signing"
    _description = "List of Units to Sign For"

    @api.model
    def _get_report_values(self, docids, data=None):
        return paper_values(self, docids)

    @api.model
    def _paper(self, notice):
        notice = notice.with_context(lang=notice.office_id._public_lang())
        office = notice.office_id
        names = notice._addressed_units().mapped("name")
        # two units side by side
        rows = [(names[at], *names[at + 1 : at + 2]) for at in range(0, len(names), 2)]
        return {
            "notice": notice,
            "letterhead": formats.letterhead(office),
            "subtitle": notice.env._(
                "%(notice)s, %(count)s units, printed on %(day)s",
                notice=notice.name,
                count=len(names),
                day=format_date(notice.env, office._today()),
            ),
            "sheets": split_sheets(rows, 19, 22),
        }


class ConvenienceNotice(models.Model):
    """Letters as bytes."""

    _name = "convenience.notice"
    _inherit = ["convenience.notice"]

    def _names_pdf(self, names):
        """Return a PDF with the salutation of each unit on a sheet of its own, in base64."""
        return base64.b64encode(self._letter_pdf({"unit_names": names}))

    def _letters_pdf(self):
        """Return one PDF with a letter a unit, in base64."""
        # sudo: the parts were printed for this
        parts = self.sudo().letter_part_ids.sorted("sequence")
        names = [base64.b64decode(part.names_pdf) for part in parts]
        return base64.b64encode(addressed(self._letter_pdf({}), names))

    def _letter_pdf(self, data):
        """Return the bytes of the report; sheets of the letter are numbered, those of names not."""
        lang = self.office_id._public_lang()
        reports = self.env["ir.actions.report"].with_context(lang=lang)
        report = reports._get_report(LETTER)
        html = reports._render_qweb_html(LETTER, self.ids, data={**data, "report_type": "pdf"})[0]
        bodies, _ids, _header, _footer, args = report._prepare_html(html, report_model=self._name)
        ref = False if "unit_names" in data else LETTER
        return report._run_wkhtmltopdf(bodies, report_ref=ref, specific_paperformat_args=args)
