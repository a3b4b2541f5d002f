from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, mute_logger, tagged

from .common_quotation import QuotationCase


@tagged("post_install", "-at_install")
class TestQuotation(QuotationCase):
    """What has no fixed price is agreed in writing before the work (P2 4.2.6, P5 4.2.6)."""

    def test_nobody_is_sent_before_the_customer_accepts(self):
        request = self._request(items=[(self.painting, 4)])
        assign = request.with_user(self.supervisor).action_assign
        with self._refused("Painting has no price yet"):
            assign()
        quotation = self._offer(request, 60.0, 140.0)
        with self._refused("not decided yet"):
            assign()
        self._accept(quotation)
        line = request.line_ids
        self.assertEqual((line.quantity, line.price_unit, request.amount_total), (4, 50.0, 200.0))
        self.assertEqual(request.billing_state, "pending")
        self.assertIn("from ¥&nbsp;0.00 to ¥&nbsp;50.00", request.message_ids[0].body)
        assign()
        self.assertEqual(request.state, "assigned")

    def test_on_the_spot_the_end_of_the_work_waits(self):
        request = self._request(items=[(self.painting, 1)])
        for user in (self.clerk, self.worker_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                request.with_user(user).action_quote_on_site()
        request.with_user(self.supervisor).action_quote_on_site()
        self._advance(request, "in_progress")
        done = request.with_user(self.worker_user).action_done
        with self._refused("no price yet"):
            done()
        action = request.with_user(self.worker_user).action_quote()
        quotation = self.env["convenience.quotation"].browse(action["res_id"])
        self.assertEqual((quotation.place, quotation.line_ids.name), ("on_site", "Painting"))
        quotation.with_user(self.worker_user).write(
            {
                "line_ids": [
                    Command.create(
                        {
                            "request_line_id": request.line_ids.id,
                            "kind": "own",
                            "name": "Customer's paint",
                            "quantity": 2,
                        }
                    )
                ]
            }
        )
        quotation.line_ids[0].with_user(self.supervisor).price = 88.8
        quotation.with_user(self.supervisor).action_offer()
        with self._refused("not decided yet"):
            done()
        self._accept(quotation, self.worker_user)
        done()
        self.assertEqual((request.state, request.amount_total), ("done", 88.8))

    def test_where_it_is_quoted_is_decided_before_somebody_is_sent(self):
        request = self._advance(self._request(), "assigned")
        with self._refused("before somebody is sent"):
            request.with_user(self.supervisor).action_quote_on_site()

    def test_service_added_on_the_way_blocks_the_end(self):
        request = self._advance(self._request(), "in_progress")
        request.with_user(self.clerk).line_ids = [Command.create({"product_id": self.painting.id})]
        with self._refused("no price yet"):
            request.with_user(self.worker_user).action_done()

    def test_refused_offer_leaves_the_request_to_be_cancelled(self):
        request = self._request(items=[(self.painting, 1)])
        quotation = self._offer(request, 500.0).with_user(self.clerk)
        action = quotation.action_refuse()
        self.assertEqual(action["res_model"], "convenience.reason.wizard")
        quotation.action_refuse(reason="Too dear")
        with self._refused("no price yet"):
            request.with_user(self.supervisor).action_assign()
        request.with_user(self.clerk).action_cancel(reason="Too dear")
        self.assertEqual((quotation.state, request.state), ("refused", "cancelled"))

    def test_cancelled_request_leaves_no_offer(self):
        request = self._request(items=[(self.painting, 1)])
        quotation = self._offer(request, 500.0)
        request.with_user(self.clerk).action_cancel(reason="Moves out")
        self.assertEqual(quotation.state, "withdrawn")

    def test_total_is_exact_to_the_fen(self):
        request = self._request(items=[(self.painting, 3)])
        quotation = self._quotation(request, [{"price": 100.0}])
        with self._refused("quantity 1"):
            quotation.action_offer()
        quotation.line_ids.price = 100.02
        quotation.action_offer()
        self._accept(quotation)
        self.assertEqual((request.line_ids.price_unit, request.amount_total), (33.34, 100.02))

    def test_per_cent_of_a_base_amount(self):
        request = self._request(items=[(self.agency, 1)])
        quotation = self._quotation(request, [{"base_amount": 333.35}])
        self.assertEqual((quotation.line_ids.price, quotation.amount_total), (41.67, 41.67))
        with self._refused("follows from its base amount"):
            quotation.line_ids.price = 10.0
        quotation.action_offer()
        self._accept(quotation)
        self.assertEqual(request.amount_total, 41.67)

    def test_starting_price_is_the_least(self):
        request = self._request(items=[(self.repair, 2)])
        self.assertEqual(request.amount_total, 60.0)
        quotation = self._quotation(request, [{"price": 59.98}])
        with self._refused("from ¥.30\\.00"):
            quotation.action_offer()
        quotation.line_ids.price = 75.5
        quotation.action_offer()
        self._accept(quotation)
        self.assertEqual(request.amount_total, 75.5)

    def test_fixed_price_is_not_quoted(self):
        request = self._request()
        with self._refused("fixed price"):
            self._quotation(request, [{"price": 50.0}])
        with self._refused("nothing to quote"):
            request.with_user(self.clerk).action_quote()

    def test_own_parts_are_free_and_named(self):
        request = self._request(items=[(self.painting, 1)])
        quotation = self._quotation(
            request, [{"price": 80.0}, {"kind": "own", "name": "Customer's tap"}]
        )
        with self._refused("own part is zero"):
            quotation.line_ids[1].price = 5.0
        quotation.action_offer()
        self.assertEqual(quotation.amount_total, 80.0)

    def test_what_is_not_priced_is_not_offered(self):
        request = self._request(items=[(self.painting, 1)])
        quotation = self._quotation(request, [{"price": 80.0}, {"name": "Putty"}])
        with self._refused("price of Putty"):
            quotation.action_offer()
        empty = self._request(items=[(self.painting, 1)])
        with self._refused("labour and parts"):
            self._quotation(empty, []).action_offer()

    def test_line_prices_a_service_of_its_own_request(self):
        request, other = (self._request(items=[(self.painting, 1)]) for _ in range(2))
        with self._refused("choose a service of"):
            self._quotation(request, [{"request_line_id": other.line_ids.id}])

    def test_expired_offer_is_not_accepted(self):
        request = self._request(items=[(self.painting, 1)])
        quotation = self._offer(request, 80.0)
        self.assertTrue(quotation.valid_until > quotation.office_id._today())
        with (
            freeze_time(f"{quotation.valid_until} 16:30:00"),
            self._refused("was valid until"),
        ):
            self._accept(quotation)

    def test_one_open_quotation_a_request(self):
        request = self._request(items=[(self.painting, 1)])
        first = self._quotation(request, [{"price": 80.0}])
        self.assertEqual(request.with_user(self.clerk).action_quote()["res_id"], first.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as caught:
            self._quotation(request, [{"price": 70.0}])
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")

    def test_a_later_quotation_takes_the_place_of_the_first(self):
        request = self._request(items=[(self.painting, 1)])
        self._accept(self._offer(request, 80.0))
        self._accept(self._offer(request, 95.0))
        self.assertEqual(request.amount_total, 95.0)

    def test_quoted_quantity_stays(self):
        request = self._request(items=[(self.painting, 2), (self.bulb, 1)])
        self._accept(self._offer(request, 80.0))
        line = request.line_ids[0]
        for act in (
            lambda: line.with_user(self.clerk).write({"quantity": 5}),
            lambda: line.with_user(self.clerk).unlink(),
        ):
            with self._refused("quoted in"):
                act()
        request.line_ids[1].with_user(self.clerk).quantity = 3
        self.assertEqual(request.amount_total, 110.0)
        with self._refused("stay on file"):
            request.with_user(self.clerk).unlink()

    def test_director_may_enter_the_price_instead(self):
        request = self._request(items=[(self.painting, 1)])
        request.line_ids.with_user(self.director).correct_price(300.0, "Agreed by phone")
        request.with_user(self.supervisor).action_assign()
        self.assertEqual(request.state, "assigned")
