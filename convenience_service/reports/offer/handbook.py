from operator import itemgetter

from odoo import api, models

from ..guard.page_layout import row_height, split_sheets

COLUMNS = (30, 18, 40)
SHEET, FIRST_SHEET = 38, 34


class ReportHandbook(models.AbstractModel):
    """The user handbook of an office (用户手册, P1 制度 6): one PDF for residents."""

    _name = "report.convenience_service.report_handbook"
    _description = "User Handbook"

    @api.model
    def _get_report_values(self, docids, data=None):
        offices = self.env["convenience.office"].browse(docids)
        offices.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": offices._name,
            "docs": offices,
            "papers": [self._paper(office) for office in offices],
        }

    @api.model
    def _paper(self, office):
        lang = office._public_lang()
        # sudo: chapters and what is public of the office are for residents
        office = office.sudo().with_context(lang=lang)
        offer = office._public_offer()
        return {
            "lang": lang,
            "letterhead": offer,
            "offer": offer,
            "note": office.public_note or "",
            "subtitle": office.env._(
                "Convenience services of %(office)s, as of %(day)s",
                office=office.name,
                day=offer["day"],
            ),
            "about": self._about(office),
            "complain": self._complain(office, offer),
            "free": self._sheets(offer["free"]),
            "paid": self._sheets(offer["paid"]),
            "has_types": any(
                row["types"] for _name, rows in [*offer["free"], *offer["paid"]] for row in rows
            ),
            "has_terms": any(row["terms"] for _name, rows in offer["paid"] for row in rows),
            "chapters": [
                {"name": chapter.name, "text": chapter.text} for chapter in office.chapter_ids
            ],
        }

    @api.model
    def _about(self, office):
        return office.env._(
            "%(office)s manages the community for %(company)s. Besides what the management fee "
            "pays for, it offers residents the convenience services of this handbook, some free "
            "and some charged, at prices that cover their cost with a small profit.",
            office=office.name,
            company=office.company_id.name,
        )

    @api.model
    def _complain(self, office, offer):
        if not offer["complaints"]:
            return office.env._(
                "Tell us what went wrong: you get an answer within the time that is set, and a "
                "call whether you are content. You may also call %(line)s.",
                line=offer["supervision"],
            )
        return office.env._(
            "Tell us what went wrong, by phone %(phone)s: you get an answer within the time that "
            "is set, and a call whether you are content. You may also call %(line)s.",
            phone=offer["complaints"],
            line=offer["supervision"],
        )

    @api.model
    def _sheets(self, categories):
        rows = []
        for name, own in categories:
            rows.append({"group": True, "name": name, "height": 1})
            for row in own:
                said = self._said(row)
                texts = (" ".join(filter(None, (row["name"], row["types"]))), row["price"], said)
                height = row_height(texts, COLUMNS)
                rows.append({**row, "group": False, "said": said, "height": height})
        return split_sheets(
            rows, FIRST_SHEET, SHEET, itemgetter("height"), opens=itemgetter("group")
        )

    @api.model
    def _said(self, row):
        """Return what the price holds, in one text."""
        warranty = row["warranty"] and self.env._("Warranty: %(time)s", time=row["warranty"])
        parts = (row["materials"], row["counting"], row["standard"], warranty, row["terms"])
        return self.env._("; ").join(filter(None, parts))
