from collections import Counter
from datetime import date
from random import Random, randrange
from statistics import quantiles

from odoo.tests import freeze_time, tagged

from .common_survey import LAST, NOW, SurveyCommon

SHEETS = 500
LATE = date(2027, 1, 3)
HOMES, OFFICES, SHOPS = 240, 40, 4
USES = ("weekly", "monthly", "seldom", "unwanted")


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestCounting(SurveyCommon):
    """Counts equal a count made apart from the product, of 500 sheets that came anyhow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sweeping = cls._make_item("Sweeping", 6)
        cls._households(cls, HOMES, "7")
        cls._households(cls, OFFICES, "8", customer_type_id=cls.office_type.id)
        cls._households(cls, SHOPS, "9", customer_type_id=cls.shop.id)

    def _drawn_sheet(self, random, items):
        """Return (use of each item, price of each item), of which some are left out."""
        ticked = {
            item: random.randint(1, 4)
            for item in items
            if random.random() < random.choice((0.3, 1))
        }
        prices = {
            item: random.choice((60.0, 72.0, 80.0, 93.5)) for item in items if random.random() < 0.5
        }
        return ticked, {item: price for item, price in prices.items() if item == self.drain}

    def _events(self, random, invitations, items):
        """Return 500 sheets in the order they came: some twice, some late, some without a unit."""
        return [
            (
                random.choice(invitations),
                *self._drawn_sheet(random, items),
                LATE if random.random() < 0.1 else LAST,
                random.choice(("paper", "online")),
            )
            for _number in range(SHEETS)
        ]

    def _counted_apart(self, events, items):
        """Count with nothing but the rules: returns counts and the valid sheets of each type."""
        counts, valid, half = Counter(), {}, set()
        late = set()
        for invitation, uses, prices, day, _channel in events:
            whole = len(uses) * 2 >= len(items)
            if invitation in valid:
                counts["double"] += 1
            elif day > LAST:
                late.add(invitation)
            elif whole:
                valid[invitation] = (uses, prices)
                half.discard(invitation)
            elif invitation in half:
                counts["double"] += 1
            else:
                half.add(invitation)
        counts.update(valid=len(valid), half=len(half), late=len(late))
        return counts, valid

    def test_500_sheets(self):
        seed = randrange(2**32)
        random, items = Random(seed), list(self.drain | self.bulb | self.sweeping)
        asked = self._open("demand", self.drain | self.bulb | self.sweeping, loose=60)
        asked.with_user(self.clerk).action_print_sheets()
        events = self._events(random, list(asked.invitation_ids), items)
        self._take(asked, [self._as_sheet(*event) for event in events])
        self._close(asked)
        counts, valid = self._counted_apart(events, items)
        with self.subTest(drawn_with=seed):
            self._compare_counts(asked, counts)
            self._compare_results(asked, valid, items)
            self._compare_demand(asked, valid, items)

    def _as_sheet(self, invitation, uses, prices, day, channel):
        answers = {f"use:{item.id}": use for item, use in uses.items()}
        answers.update({f"price:{item.id}": price for item, price in prices.items()})
        return invitation, answers, "", day, channel

    def _compare_counts(self, asked, counts):
        back = counts["valid"] + counts["half"]
        out = len(asked.invitation_ids)
        self.assertRecordValues(
            asked,
            [
                {
                    "out_count": out,
                    "back_count": back,
                    "valid_count": counts["valid"],
                    "half_count": counts["half"],
                    "double_count": counts["double"],
                    "late_count": counts["late"],
                }
            ],
        )
        self.assertAlmostEqual(asked.return_rate, 100 * back / out, delta=0.051)
        self.assertEqual(asked.paper_count + asked.online_count, back)
        self.assertTrue(all(counts.values()), "each kind of sheet came")
        self.assertEqual(len(asked.survey_id.sudo().user_input_ids), counts["valid"])

    def _types_told(self, valid):
        """No type of fewer than five stands apart, nor does what is left over."""
        sizes = Counter(invitation.customer_type_id for invitation in valid)
        self.assertGreater(len(sizes), 1)
        told = {kind for kind, size in sizes.items() if size >= 5}
        left = sum(size for kind, size in sizes.items() if kind not in told)
        for kind in sorted(told, key=lambda one: sizes[one]):
            if 0 < left < 5:
                told.discard(kind)
                left += sizes[kind]
        return {kind for kind in told if kind}

    def _compare_results(self, asked, valid, items):
        results = {
            (result.product_id, result.customer_type_id): result for result in asked.result_ids
        }
        none = self.env["convenience.customer.type"]
        groups = {none, *self._types_told(valid)}
        self.assertEqual(results.keys(), {(item, group) for item in items for group in groups})
        for (item, group), result in results.items():
            own = [
                sheet
                for invitation, sheet in valid.items()
                if not group or invitation.customer_type_id == group
            ]
            uses = Counter(uses[item] for uses, _prices in own if item in uses)
            counted = {name: uses[number] for number, name in enumerate(USES, start=1)}
            with self.subTest(item=item.name, customer_type=group.name):
                self.assertRecordValues(result, [{"answer_count": uses.total(), **counted}])
                prices = [prices[item] for _uses, prices in own if item in prices]
                if len(prices) >= 5:
                    fair = quantiles(prices, n=4, method="inclusive")
                    said = [result.price_low, result.price_median, result.price_high]
                    for price, apart in zip(said, fair, strict=True):
                        self.assertAlmostEqual(price, apart, delta=0.006)
                else:
                    self.assertFalse(result.price_count if group else item == self.drain)

    def _compare_demand(self, asked, valid, items):
        demand = self.env["convenience.demand"].search([("survey_round_id", "=", asked.id)])
        wanted = {
            item: sum(uses.get(item, 4) < 4 for uses, _prices in valid.values()) for item in items
        }
        self.assertEqual({row.product_id: row.asked_count for row in demand}, wanted)

    def test_closed_again_and_again_counts_once(self):
        asked = self._open("demand")
        first = asked.invitation_ids[:6]
        self._take(asked, [(one, {f"use:{self.drain.id}": 1}, "A bench") for one in first])
        self._close(asked)
        rows = self.env["convenience.demand"].search([("survey_round_id", "=", asked.id)])
        with self.assertRaisesRegex(Exception, "it cannot become Closed"):
            asked.with_user(self.service_manager).action_close()
        self.assertEqual(
            rows, self.env["convenience.demand"].search([("survey_round_id", "=", asked.id)])
        )
        self.assertEqual(len(rows.filtered("product_id")), 1)
        self.assertEqual(rows.filtered("product_id").asked_count, 6)
        self.assertEqual(len(rows - rows.filtered("product_id")), 6, "each wish in words as well")
        self.assertEqual(set(rows.mapped("source")), {"survey"})
