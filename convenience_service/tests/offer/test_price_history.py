"""How the prices of items came about, over years."""

from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from ..common import ConvenienceCommon

COSTS = {"expected_cost", "margin", "margin_rate", "markup_rate"}


@tagged("post_install", "-at_install")
class TestPriceHistory(ConvenienceCommon):
    """Five years of two items: raised in mid-year, sent back, stopped and offered again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.service_manager_id = cls.service_manager
        cls.deputy = cls._make_user("deputy", cls.company, "group_director")
        cls._make_office("Second", cls.company, cls.deputy)
        for play in (
            cls._the_list_of_2027,
            cls._dearer_in_mid_year_and_one_sent_back,
            cls._bulbs_are_stopped_and_told_of,
            cls._a_deputy_approves_the_list_of_2029,
            cls._bulbs_are_back,
        ):
            play()

    # ------------------------------------------------------------------ what happened

    @classmethod
    def _the_list_of_2027(cls):
        with freeze_time("2026-12-20 02:00:00"):
            cls._approve(cls._proposed(date(2027, 1, 1), [(cls.drain, 81.0), (cls.bulb, 10.0)]))

    @classmethod
    def _dearer_in_mid_year_and_one_sent_back(cls):
        with freeze_time("2027-05-10 02:00:00"):
            prices = [(cls.drain, 95.0), (cls.bulb, 11.0)]
            amendment = cls._proposed(date(2027, 7, 1), prices, kind="amendment")
            amendment.with_user(cls.director).action_review()
            amendment.with_user(cls.director).action_submit()
            drain = amendment.line_ids.filtered(lambda line: line.product_id == cls.drain)
            decided = amendment.with_user(cls.general_manager)
            again = decided._send_lines_back(drain, "Ask the neighbours' price")
            decided.action_approve()
        with freeze_time("2027-05-20 02:00:00"):
            drain.with_user(cls.director).write({"price": 85.0, "expected_cost": 76.0})
            again.with_user(cls.director).write(cls._meeting(date(2027, 5, 20)))
            cls._approve(again)

    @classmethod
    def _bulbs_are_stopped_and_told_of(cls):
        with freeze_time("2028-03-01 02:00:00"):
            stop = cls._proposed(
                date(2028, 4, 1), [(cls.bulb, 0.0, {"operation": "stop"})], kind="amendment"
            )
            cls._approve(stop)
        with freeze_time("2028-03-02 02:00:00"):
            stop.notice_ids.with_user(cls.service_manager).action_publish()

    @classmethod
    def _a_deputy_approves_the_list_of_2029(cls):
        with freeze_time("2028-12-20 02:00:00"):
            cls.env["convenience.delegation"].with_user(cls.general_manager).create(
                {
                    "principal_id": cls.general_manager.id,
                    "deputy_id": cls.deputy.id,
                    "company_id": cls.company.id,
                    "date_from": date(2028, 12, 18),
                    "date_to": date(2028, 12, 24),
                }
            )
            yearly = cls._proposed(date(2029, 1, 1), [(cls.drain, 88.0)])
            cls._approve(yearly, general_manager=cls.deputy)

    @classmethod
    def _bulbs_are_back(cls):
        with freeze_time("2030-02-01 02:00:00"):
            cls._approve(
                cls._proposed(
                    date(2030, 3, 1), [(cls.bulb, 12.0, {"operation": "offer"})], kind="amendment"
                )
            )
            # waits for approval: no price that was ever asked for
            waits = cls._proposed(date(2030, 5, 1), [(cls.bulb, 99.0)], kind="amendment")
            waits.with_user(cls.director).action_review()
            waits.with_user(cls.director).action_submit()

    @classmethod
    def _meeting(cls, day):
        names = ("meeting_date", "meeting_partner_ids", "necessity", "feasibility")
        as_ever = cls.tariff.with_user(cls.director)
        return {**{name: as_ever[name] for name in names[2:]}, "meeting_date": day,
                "meeting_partner_ids": [(6, 0, as_ever.meeting_partner_ids.ids)]}  # fmt: skip

    @classmethod
    def _proposed(cls, day, prices, **values):
        return cls._make_tariff(cls.office, day, prices, **values)

    # ------------------------------------------------------------------ what is told of it

    def _history(self, item, user):
        """What the screen of an item shows, the oldest price first."""
        action = item.product_tmpl_id.with_user(user).action_convenience_price_history()
        view = self.env.ref("convenience_service.convenience_tariff_line_view_list_history")
        lines = self.env[action["res_model"]].with_user(user)
        arch = etree.fromstring(lines.get_view(view.id, "list")["arch"])
        shown = {node.get("name") for node in arch.iter("field")}
        rows = lines.search(action["domain"], order="date_start, id").read(list(shown))
        return rows, shown

    def _told(self, rows):
        return [
            (
                str(row["date_start"]),
                row["operation"],
                row["price"],
                *(row[name] and row[name][0] for name in ("asked_by_id", "decided_by_id")),
                row["public_since"] and str(row["public_since"]),
            )
            for row in rows
        ]

    def test_each_price_says_who_asked_who_approved_and_when_it_was_public(self):
        asked, decided, deputy = self.director.id, self.general_manager.id, self.deputy.id
        rows, _shown = self._history(self.drain, self.supervisor)
        self.assertEqual(
            self._told(rows),
            [
                ("2026-01-01", "offer", 80.0, asked, decided, False),
                ("2027-01-01", "offer", 81.0, asked, decided, False),
                ("2027-07-01", "offer", 85.0, asked, decided, False),
                ("2029-01-01", "offer", 88.0, asked, deputy, False),
            ],
        )
        rows, _shown = self._history(self.bulb, self.supervisor)
        self.assertEqual(
            self._told(rows),
            [
                ("2026-01-01", "offer", 10.0, asked, decided, False),
                ("2027-01-01", "offer", 10.0, asked, decided, False),
                ("2027-07-01", "offer", 11.0, asked, decided, False),
                ("2028-04-01", "stop", 0.0, asked, decided, "2028-03-02"),
                ("2030-03-01", "offer", 12.0, asked, decided, False),
            ],
        )

    def test_it_says_in_whose_place_a_deputy_approved(self):
        rows, _shown = self._history(self.drain, self.supervisor)
        self.assertEqual(
            [row["decided_for_id"] and row["decided_for_id"][0] for row in rows],
            [False, False, False, self.general_manager.id],
        )

    def test_it_says_what_held_in_each_year(self):
        days = [date(2027, 6, 30), date(2027, 7, 1), date(2028, 12, 31), date(2029, 1, 1)]
        keys = [(self.office.id, self.drain.id, self.residence.id, day) for day in days]
        held = self.env["convenience.tariff.line"]._find_tariff_lines(keys)
        self.assertEqual([held[key].price for key in keys], [81.0, 85.0, 85.0, 88.0])

    def test_a_clerk_reads_no_cost(self):
        for user, costs in ((self.clerk, set()), (self.director, {"expected_cost", "margin_rate"})):
            with self.subTest(user=user.login):
                rows, shown = self._history(self.drain, user)
                self.assertEqual(len(rows), 4)
                self.assertEqual(shown & COSTS, costs)
        line = self.env["convenience.tariff.line"].with_user(self.clerk).browse(rows[0]["id"])
        for name in COSTS:
            with self.subTest(field=name), self.assertRaises(AccessError):
                line.read([name])

    def test_residents_and_other_offices_read_none_of_it(self):
        portal = new_test_user(self.env, "resident_of_prices", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self._history(self.drain, portal)
        stranger = self._make_user("stranger", self.company, "group_director")
        self._make_office("Third", self.company, stranger)
        rows, _shown = self._history(self.drain, stranger)
        self.assertFalse(rows)

    def test_nobody_writes_it_anew(self):
        lines = self.env["convenience.tariff.line"].search(
            [("product_id", "=", self.drain.id), ("approved", "=", True)]
        )
        for name in ("price", "expected_cost", "operation", "reason"):
            with self.subTest(field=name), self.assertRaises(UserError):
                lines[0].with_user(self.director)[name] = False
