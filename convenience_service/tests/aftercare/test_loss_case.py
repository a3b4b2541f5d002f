"""Losing items: proposed once, decided by the director, followed until they have turned."""

from datetime import date

from freezegun import freeze_time as frozen
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import PIXEL, ConvenienceCommon

PRICE, COST, CARRIED_BY = 60.0, 1080.0, 18


@tagged("post_install", "-at_install")
@freeze_time("2026-03-05 04:00:00")
class TestLosingItem(ConvenienceCommon):
    """绿化养护: 60 a month, a cost of 1,080, carried by 18."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.write(
            {"director_id": cls.director.id, "service_manager_id": cls.service_manager.id}
        )
        cls.garden = cls._make_item("Garden Care", 6)
        cls.garden.convenience_min_subscribers = CARRIED_BY
        month = {"uom_id": cls.env.ref("convenience_service.uom_month").id}
        with frozen("2026-01-04 04:00:00"):
            cls._approve(
                cls._make_tariff(
                    cls.office, date(2026, 1, 5), [(cls.garden, PRICE, month)], kind="amendment"
                )
            )
        cls.env["convenience.fixed.cost"].create(
            {
                "office_id": cls.office.id,
                "product_id": cls.garden.id,
                "amount": COST,
                "date_from": date(2026, 1, 1),
            }
        )
        cls.households = [
            cls._make_household("9", str(number), f"Gardener {number}") for number in range(20)
        ]
        cls.agreements = cls._once(lambda case: case._subscribe(cls.households))

    def _subscribe(self, households, day=date(2026, 2, 1), until=date(2026, 12, 31)):
        made = self.env["convenience.agreement"].with_user(self.clerk).create(
            [
                {
                    "unit_id": unit.id,
                    "partner_id": partner.id,
                    "date_from": day,
                    "date_to": until,
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.garden.id,
                                "price_basis": "flat",
                                "frequency": "weekly",
                                "monday": True,
                            }
                        )
                    ],
                }
                for unit, partner in households
            ]
        )  # fmt: skip
        made.write({"signed_name": "Owner", "signed_on_paper": True, "scan": PIXEL})
        made.action_activate()
        return made.with_user(self.env.user)

    def _end(self, count, day):
        """Some of them end on a day."""
        running = self.agreements.filtered(lambda one: not one.line_ids.date_to)
        running[:count].line_ids._write_guarded({"date_to": day})

    def _watch(self, moment):
        with frozen(moment):
            self.env["convenience.loss.case"].sudo()._watch(self.office)
        self.env.invalidate_all()
        return self._cases()

    def _cases(self):
        domain = [("office_id", "=", self.office.id), ("product_id", "=", self.garden.id)]
        return self.env["convenience.loss.case"].search(domain)

    def _opened(self):
        self._end(3, date(2026, 4, 2))
        return self._watch("2026-04-15 04:00:00")

    def _decide(self, case, **values):
        case.with_user(self.service_manager).action_raise()
        action = case.with_user(self.director).action_decide()
        self.env[action["res_model"]].with_user(self.director).with_context(
            **action["context"]
        ).create({"decision": "As the meeting said", **values}).action_apply()

    # ------------------------------------------------------------------ opened

    def test_one_case_opens_when_the_item_is_not_carried(self):
        """20 in March, 17 in April, then 15 and 14: +120, −60, −180, −240; one case, in April."""
        self.assertFalse(self._watch("2026-03-20 04:00:00"))
        case = self._opened()
        self.assertEqual((case.because, case.state), ("subscribers", "proposed"))
        self.assertEqual(case.opened_on, date(2026, 4, 15))
        self._end(2, date(2026, 5, 2))
        self._end(1, date(2026, 6, 2))
        self.assertEqual(self._watch("2026-05-15 04:00:00"), case)
        self.assertEqual(self._watch("2026-06-15 04:00:00"), case)
        months = case.month_ids.filtered(lambda one: one.date >= date(2026, 3, 1))
        self.assertEqual(
            [(one.date.month, one.subscribers, one.result) for one in months],
            [(3, 20, 120.0), (4, 17, -60.0), (5, 15, -180.0), (6, 14, -240.0)],
        )

    def test_without_a_cost_on_record_it_is_no_loss(self):
        self.env["convenience.fixed.cost"].search([]).unlink()
        self.assertFalse(self._opened())

    def test_months_below_cost(self):
        self.garden.convenience_min_subscribers = 0
        self._end(10, date(2026, 3, 2))
        self.assertFalse(self._watch("2026-05-15 04:00:00"), "two months are not three")
        self.assertEqual(self._watch("2026-06-15 04:00:00").because, "months")

    def test_the_loss_of_a_month(self):
        self.garden.convenience_min_subscribers = 0
        self.company.convenience_loss_sum = 200.0
        self._end(6, date(2026, 3, 2))
        self.assertEqual(self._watch("2026-04-15 04:00:00").because, "sum")

    def test_new_items_are_spared(self):
        self.company.convenience_loss_spared = 6
        self.assertFalse(self._opened())

    def test_never_two_open_for_one_item(self):
        self._opened()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._by_hand()

    def _by_hand(self, user=None):
        return (
            self.env["convenience.loss.case"]
            .with_user(user or self.service_manager)
            .create({"office_id": self.office.id, "product_id": self.garden.id})
        )

    # ------------------------------------------------------------------ decided

    def test_who_raises_and_who_decides(self):
        for role, user in self.users.items():
            with self.subTest(role=role):
                savepoint = self.env.cr.savepoint()
                try:
                    self._by_hand(user)
                    self.assertIn(role, ("service_manager", "director"))
                except AccessError:
                    self.assertNotIn(role, ("service_manager", "director"))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        case = self._opened()
        with self.assertRaises(UserError):
            case.with_user(self.director)._decide("other", "Too early")
        case.with_user(self.service_manager).action_raise()
        self.assertEqual(case.activity_ids.user_id, self.director)
        with self.assertRaises(AccessError):
            case.with_user(self.service_manager)._decide("other", "Not mine to say")
        for name, value in (("state", "closed"), ("measure", "stop"), ("opened_on", False)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                case.with_user(self.director).write({name: value})

    def test_winning_customers_drafts_a_notice(self):
        case = self._opened()
        self._decide(case, measure="win")
        self.assertEqual((case.state, case.notice_id.state), ("following", "draft"))
        self.assertEqual(case.notice_id.text, "As the meeting said")

    def test_raise_and_stop_draft_an_amendment(self):
        case = self._opened()
        with self.assertRaisesRegex(UserError, "a higher price"), self.env.cr.savepoint():
            self._decide(case, measure="raise", price=PRICE)
        self._decide(case, measure="raise", price=70.0, date_start=date(2026, 9, 5))
        line = case.tariff_id.line_ids
        self.assertEqual((case.tariff_id.state, case.tariff_id.kind), ("draft", "amendment"))
        self.assertEqual((line.operation, line.price), ("reprice", 70.0))
        case.with_user(self.service_manager).action_again("It does not help")
        case.with_user(self.director)._decide("stop", "Nobody wants it")
        self.assertEqual(case.tariff_id.line_ids.operation, "stop")

    def test_keeping_it_has_bounds(self):
        case = self._opened()
        case.with_user(self.service_manager).action_raise()
        with self.assertRaisesRegex(UserError, "a loss a year"):
            case.with_user(self.director)._decide("keep", "Residents need it")
        case.with_user(self.director)._decide(
            "keep", "Residents need it", ceiling=2000.0, review_on=date(2027, 1, 15)
        )
        self.assertEqual(case.with_user(self.director).ceiling, 2000.0)

    def test_no_case(self):
        case = self._opened()
        with frozen("2026-04-16 04:00:00"):
            case.with_user(self.service_manager).action_reject("Counted wrong")
        self.assertEqual(case.state, "rejected")
        self.assertEqual(self._watch("2026-04-17 04:00:00"), case, "left alone for a time")
        self.assertEqual(len(self._watch("2026-07-17 04:00:00")), 2, "and proposed again")

    def test_few_that_pay_enough_are_no_case(self):
        """16 who pay 70 carry what 18 at 60 did."""
        self._end(4, date(2026, 4, 2))
        self.env["convenience.fixed.cost"].search([]).amount = 900.0
        self.assertFalse(self._watch("2026-04-15 04:00:00"))

    # ------------------------------------------------------------------ followed

    def test_followed_until_it_has_turned(self):
        """Decided in April, 16 again in June: −120 and open; three months above, and it closes."""
        case = self._opened()
        with frozen("2026-04-20 04:00:00"):
            self._decide(case, measure="win")
        self._end(1, date(2026, 5, 20))
        self._watch("2026-06-15 04:00:00")
        june = case.month_ids.filtered(lambda one: one.date == date(2026, 6, 1))
        self.assertEqual((june.subscribers, june.result), (16, -120.0))
        self.assertEqual(case.state, "following")
        new = [self._make_household("8", str(number), f"New {number}") for number in range(4)]
        with frozen("2026-07-01 04:00:00"):
            self._subscribe(new, date(2026, 7, 1))
        self._watch("2026-09-15 04:00:00")
        self.assertEqual(case.state, "following", "July and August are two months")
        self._watch("2026-10-15 04:00:00")
        self.assertEqual((case.state, case.closed_on), ("closed", date(2026, 10, 15)))
        self.assertFalse(self._watch("2026-10-16 04:00:00") - case, "carried, and no case again")

    def test_stopped_it_closes(self):
        case = self._opened()
        with frozen("2026-04-20 04:00:00"):
            self._decide(case, measure="stop", date_start=date(2026, 6, 1))
            case.tariff_id.write(
                {
                    "meeting_date": date(2026, 4, 20),
                    "meeting_partner_ids": [Command.set(self.director.partner_id.ids)],
                    "necessity": "It loses money",
                    "feasibility": "Nothing to do",
                }
            )
            self._approve(case.tariff_id)
        self._watch("2026-05-15 04:00:00")
        self.assertEqual(case.state, "following", "still offered")
        self._watch("2026-06-02 04:00:00")
        self.assertEqual(case.state, "closed")
