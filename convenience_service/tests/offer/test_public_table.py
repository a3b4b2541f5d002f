"""Every status × day × type of customer × office: what is on whatever shows prices to residents.

The cases are told again by `Case.holds`, apart from the product: nothing that is not approved, not
in force, stopped, replaced, kept back or another office's is ever shown, and all the rest is.
"""

import re
from datetime import date
from io import BytesIO
from itertools import product
from typing import NamedTuple

from openpyxl import load_workbook

from odoo.tests import HttpCase, freeze_time, tagged

from .common_notice import NoticeCommon

LIST, COMING, STOPPED = date(2026, 1, 1), date(2026, 12, 1), date(2026, 11, 20)
TYPES = ("", "residence", "office_type", "shop")
UNAPPROVED = ("draft", "reviewed", "submitted", "rejected")
DAYS = (date(2026, 11, 10), date(2026, 11, 19), STOPPED, COMING)
REPORTS = ("report_notice", "report_notice_poster", "report_notice_letter")


class Case(NamedTuple):
    """One item: where it stands, for whom, and from which day until before which."""

    office: str
    status: str
    customer_type: str
    starts: date = LIST
    ends: date = date.max
    is_public: bool = True

    def holds(self, office, day, customer_type=""):
        """Whether somebody of a type, or anybody, may read of it on a day."""
        return (
            self.status == "approved"
            and self.is_public
            and self.office == office
            and self.starts <= day < self.ends
            and (not customer_type or self.customer_type in ("", customer_type))
        )


CASES = [
    *(Case(office, "approved", kind) for office, kind in product(("own", "other"), TYPES)),
    *(Case("own", status, kind) for status, kind in product(UNAPPROVED, TYPES)),
    *(Case("own", "approved", kind, starts=COMING) for kind in TYPES),
    *(Case("own", "approved", kind, ends=STOPPED) for kind in TYPES),
    *(Case("own", "approved", kind, date(2025, 1, 1), LIST) for kind in TYPES),
    *(Case("own", "approved", kind, is_public=False) for kind in TYPES),
]


@tagged("post_install", "-at_install")
class TestPublicTable(HttpCase, NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offices = {
            name: cls._make_office(f"Community {name}", cls.company, cls._everybody())
            for name in ("own", "other")
        }
        cls.items = {
            case: cls._make_item(f"Item{number:02d}", 6, convenience_is_public=case.is_public)
            for number, case in enumerate(CASES)
        }
        with freeze_time("2024-12-30 04:00:00"):
            cls._make_lists()
        for office in cls.offices.values():
            office.with_user(cls.director).action_renew_price_link()
            office.with_user(cls.director).action_renew_screen_link()

    @classmethod
    def _everybody(cls):
        return cls.env["res.users"].union(*cls.users.values())

    @classmethod
    def _make_lists(cls):
        own = cls.offices["own"]
        cls._list(own, date(2025, 1, 1), lambda case: case.ends == LIST)
        # what ends or is kept back stands in the list first
        current = cls._list(own, LIST, lambda case: case.starts == LIST)
        other = cls._list(cls.offices["other"], LIST, lambda case: True, name="other")
        for day, wanted, values in (
            (COMING, lambda case: case.starts == COMING, {}),
            (STOPPED, lambda case: case.ends == STOPPED, {"operation": "stop"}),
        ):
            cls._approve(cls._tariff(own, day, wanted, "own", "approved", values))
        for status in UNAPPROVED:
            cls._bring_to(
                status, cls._tariff(own, LIST, lambda case: case.starts == LIST, "own", status)
            )
        cls.notices = {"own": current.notice_ids, "other": other.notice_ids}
        for notice in cls.notices.values():
            notice.with_user(cls.director).action_publish()

    @classmethod
    def _tariff(cls, office, day, wanted, name, status, values=None, kind="amendment"):
        lines = [
            (
                item,
                10.0,
                {
                    "customer_type_id": bool(case.customer_type)
                    and getattr(cls, case.customer_type).id,
                    **(values or {}),
                },
            )
            for case, item in cls.items.items()
            if case.office == name and case.status == status and wanted(case)
        ]
        return cls._make_tariff(office, day, lines, kind=kind)

    @classmethod
    def _list(cls, office, day, wanted, name="own"):
        return cls._approve(cls._tariff(office, day, wanted, name, "approved", kind="annual"))

    @classmethod
    def _bring_to(cls, status, tariff):
        if status != "draft":
            tariff.with_user(cls.director).action_review()
        if status in ("submitted", "rejected"):
            tariff.with_user(cls.director).action_submit()
        if status == "rejected":
            tariff.with_user(cls.general_manager).action_reject(reason="Too dear")

    # ------------------------------------------------------------------ what is shown

    def _shown(self, text):
        return set(re.findall(r"Item\d\d", text))

    def _expected(self, office, day, customer_type=""):
        return {
            item.name for case, item in self.items.items() if case.holds(office, day, customer_type)
        }

    def _page(self, url):
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def _report(self, name, record):
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_html(f"convenience_service.{name}", record.ids)[0].decode()

    def _expect(self, shown, office, day, medium, customer_type=""):
        with self.subTest(medium=medium, office=office, day=day, customer_type=customer_type):
            self.assertEqual(self._shown(shown), self._expected(office, day, customer_type))

    def test_pages_and_handbook(self):
        for day, (name, office) in product(DAYS, self.offices.items()):
            with freeze_time(f"{day} 04:00:00"):
                self._expect(self._page(office.price_url), name, day, "page")
                self._expect(self._page(office.screen_url), name, day, "screen")
                self._expect(self._report("report_handbook", office), name, day, "handbook")

    def test_papers_for_each_type(self):
        for kind, (name, notice) in product(TYPES, self.notices.items()):
            types = getattr(self, kind) if kind else self.shop.browse()
            # only what was drafted is written: this one is brought to each type in turn
            self.env.cr.execute(
                "DELETE FROM convenience_customer_type_convenience_notice_rel "
                "WHERE convenience_notice_id = %s",
                [notice.id],
            )
            if types:
                self.env.cr.execute(
                    "INSERT INTO convenience_customer_type_convenience_notice_rel "
                    "(convenience_notice_id, convenience_customer_type_id) VALUES (%s, %s)",
                    [notice.id, types.id],
                )
            self.env.invalidate_all()
            self.assertEqual(notice.customer_type_ids, types)
            for day, report in product(DAYS, REPORTS):
                with freeze_time(f"{day} 04:00:00"):
                    self._expect(self._report(report, notice), name, day, report, kind)

    def test_what_changes_is_told_only_of_published_notices(self):
        own = self.offices["own"]
        coming = {item.name for case, item in self.items.items() if case.starts == COMING}
        stopping = {item.name for case, item in self.items.items() if case.ends == STOPPED}
        with freeze_time("2026-11-10 04:00:00"):
            before = self._shown(self._page(own.price_url))
            self.assertFalse(before & coming)
            drafts = self.env["convenience.notice"].search(
                [("office_id", "=", own.id), ("tariff_id.kind", "=", "amendment")]
            )
            self.assertEqual(
                {change.product_id.name for change in drafts.change_ids}, coming | stopping
            )
            drafts.with_user(self.director).action_publish()
            self.assertEqual(self._shown(self._page(own.price_url)), before | coming)
            self.assertEqual(self._shown(self._page(own.screen_url)), before | coming)
            # kept back, and out of use, whatever a notice says
            hidden, gone = [item for item in self.items.values() if item.name in coming][:2]
            hidden.convenience_is_public = False
            gone.active = False
            kept = {hidden.name, gone.name}
            self.assertFalse(self._shown(self._page(own.price_url)) & kept)
            for report in REPORTS:
                for notice in drafts:
                    self.assertFalse(self._shown(self._report(report, notice)) & kept)

    def test_what_is_out_of_use_is_not_shown(self):
        own = self.offices["own"]
        item = next(item for case, item in self.items.items() if case.holds("own", DAYS[0]))
        with freeze_time("2026-11-10 04:00:00"):
            self.assertIn(item.name, self._page(own.price_url))
            item.active = False
            self.assertNotIn(item.name, self._page(own.price_url))
            self.assertNotIn(item.name, self._report("report_handbook", own))
            own.active = False
            for url in (own.price_url, own.screen_url):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_the_spreadsheet_is_the_page(self):
        own = self.offices["own"].with_user(self.clerk)
        with freeze_time("2026-11-10 04:00:00"):
            told = own._public_offer()
            names = {row["name"] for _name, rows in told["paid"] for row in rows}
            self.assertEqual(names, self._expected("own", DAYS[0]))
            book = load_workbook(BytesIO(own._price_list_xlsx()))
        cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
        self.assertEqual(self._shown(" ".join(cells)), names)
