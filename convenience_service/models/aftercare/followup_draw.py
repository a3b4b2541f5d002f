from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..guard.roles import CLERK
from .drawing import deal, draw_share
from .followup_round import LOOK_BACK

FINISHED = ("done", "signed", "reviewed")
# Whom nothing keeps from being called, and who is called first.
ALWAYS = ("complaint", "first_visit")
FIRST = ("complaint", "first_visit", "amount", "agreement", "share")


class ConvenienceFollowupRound(models.Model):
    """The draw: stratified by item, and the same for the same work, seed and shares."""

    _name = "convenience.followup.round"
    _inherit = ["convenience.followup.round"]

    def _draw(self):
        """Draw the round from what was finished and is not drawn from yet."""
        shares = self.env["convenience.followup.policy"]._shares(self.office_id)
        requests, complaints = self._candidates(), self._complaints()
        resting = self._resting_units()
        chosen = self._chosen_always(requests)
        may_be_drawn = requests.filtered(
            lambda request: request not in chosen and request.unit_id not in resting
        )
        chosen |= self._chosen_by_share(may_be_drawn, shares)
        values = [
            *(self._prepare_complaint(complaint) for complaint in complaints),
            *(self._prepare(request, reason) for request, reason in chosen.items()),
            *self._prepare_agreements(shares, resting),
        ]
        self._write_guarded(
            {
                "candidate_count": len(requests),
                "policy": [[*key, share] for key, share in shares.items()],
            }
        )
        requests._write_guarded({"followup_drawn_on": self.date})
        self._deal_out(self._once_a_household(values))

    # ------------------------------------------------------------------ who can be drawn

    def _candidates(self):
        """Return what was finished by the day, in the order of numbers, and is not drawn from."""
        return self.env["convenience.request"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("state", "in", FINISHED),
                ("date_done", "<=", self.date),
                ("date_done", ">=", self.date - timedelta(days=LOOK_BACK)),
                ("followup_drawn_on", "=", False),
            ],
            order="name, id",
        )

    def _complaints(self):
        """Return complaints that are handled and nobody has asked about."""
        asked = self.env["convenience.followup"]._search([("complaint_id", "!=", False)])
        share = self.env["convenience.followup.policy"]._shares(self.office_id)
        if not share.get(("complaint", False)):
            return self.env["convenience.complaint"]
        return self.env["convenience.complaint"].search(
            Domain("office_id", "=", self.office_id.id)
            & Domain("state", "=", "resolved")
            & Domain("id", "not in", asked.subselect("complaint_id")),
            order="name, id",
        )

    def _resting_units(self):
        """Return the households that were called within the days that the office leaves them."""
        since = self.date - timedelta(days=self.office_id.followup_rest_days)
        groups = self.env["convenience.followup"]._read_group(
            [
                ("office_id", "=", self.office_id.id),
                ("date_due", ">", since),
                ("state", "!=", "cut"),
                ("unit_id", "!=", False),
            ],
            ["unit_id"],
        )
        return self.env["convenience.unit"].union(*(unit for (unit,) in groups))

    # ------------------------------------------------------------------ who is drawn

    def _chosen_always(self, requests):
        """Return {request: reason} of what is followed up whatever the shares are."""
        office = self.office_id
        chosen = {}
        if office.followup_high_amount:
            for request in requests:
                if request.amount_total >= office.followup_high_amount:
                    chosen[request] = "amount"
        if office.followup_first_visits:
            chosen |= dict.fromkeys(self._first_visits(requests), "first_visit")
        return chosen

    def _first_visits(self, requests):
        """Return the first finished request of each customer who has none before."""
        groups = self.env["convenience.request"]._read_group(
            [
                ("customer_id", "in", requests.customer_id.ids),
                ("office_id", "=", self.office_id.id),
                ("state", "in", FINISHED),
            ],
            ["customer_id"],
            ["id:min"],
        )
        first = {request_id for _customer, request_id in groups}
        return requests.filtered(lambda request: request.id in first)

    def _chosen_by_share(self, requests, shares):
        """Return {request: reason}: of each item its share, what is left over carried on."""
        strata = defaultdict(self.env["convenience.request"].browse)
        for request in requests:
            strata[request.line_ids[:1].product_id] |= request
        carried = self._carried()
        chosen, rests = {}, {}
        for product, own in sorted(strata.items(), key=lambda stratum: stratum[0].id):
            by_number = {request.name: request for request in own}
            drawn, rests[product.id] = draw_share(
                list(by_number),
                self._share_of(product, shares),
                self.seed,
                carried.get(product.id, 0.0),
            )
            chosen |= dict.fromkeys((by_number[number] for number in drawn), "share")
        self._carry(rests)
        return chosen

    @api.model
    def _share_of(self, product, shares):
        subject = "paid" if product.convenience_charging == "paid" else "free"
        if product.convenience_kind == "activity":
            subject = "activity"
        return shares.get((subject, product.id), shares.get((subject, False), 0.0))

    def _carried(self):
        rows = self.env["convenience.followup.carry"].search(
            [("office_id", "=", self.office_id.id)]
        )
        return {row.product_id.id: row.rest for row in rows}

    def _carry(self, rests):
        carries = self.env["convenience.followup.carry"]
        known = carries.search(
            [("office_id", "=", self.office_id.id), ("product_id", "in", list(rests))]
        )
        known._write_guarded_each({row.id: {"rest": rests.pop(row.product_id.id)} for row in known})
        carries._create_guarded(
            [
                {"office_id": self.office_id.id, "product_id": product_id, "rest": rest}
                for product_id, rest in rests.items()
            ]
        )

    def _prepare_agreements(self, shares, resting):
        """Agreements are followed up at mid-term and at their end, by share 100 or not at all."""
        if not shares.get(("agreement", False)):
            return []
        running = self.env["convenience.agreement"].search(
            [
                ("office_id", "=", self.office_id.id),
                ("state", "in", ("active", "ended")),
                ("date_from", "<=", self.date),
                ("date_to", ">=", self.date - timedelta(days=1)),
            ]
        )
        return [
            self._prepare_agreement(agreement)
            for agreement in running
            if agreement.unit_id not in resting and self._is_its_day(agreement)
        ]

    def _is_its_day(self, agreement):
        half = (agreement.date_to - agreement.date_from) / 2
        return self.date in (agreement.date_from + half, agreement.date_to)

    # ------------------------------------------------------------------ what is made of it

    def _prepare(self, request, reason):
        return {
            "reason": reason,
            "request_id": request.id,
            "partner_id": request.customer_id.id,
            "unit_id": request.unit_id.id,
            "phone": request.phone,
            "product_id": request.line_ids[:1].product_id.id,
            "department_id": request.department_id.id,
            "date_due": self.date + timedelta(days=1),
        }

    def _prepare_complaint(self, complaint):
        return {
            "reason": "complaint",
            "complaint_id": complaint.id,
            "request_id": complaint.request_id.id,
            "partner_id": complaint.partner_id.id,
            "unit_id": complaint.unit_id.id,
            "phone": complaint.phone or complaint.partner_id.phone,
            "product_id": complaint.request_id.line_ids[:1].product_id.id,
            "department_id": complaint.request_id.department_id.id,
            "date_due": self.date + timedelta(days=1),
        }

    def _prepare_agreement(self, agreement):
        return {
            "reason": "agreement",
            "agreement_id": agreement.id,
            "partner_id": agreement.partner_id.id,
            "unit_id": agreement.unit_id.id,
            "phone": agreement.partner_id.phone,
            "product_id": agreement.line_ids[:1].product_id.id,
            "date_due": self.date + timedelta(days=1),
        }

    def _once_a_household(self, values):
        """Return what is called, the pressing first; a household once, unless always asked."""
        ordered = sorted(values, key=lambda one: FIRST.index(one["reason"]))
        called, kept = set(), []
        for one in ordered:
            if one["reason"] in ALWAYS or one["unit_id"] not in called:
                kept.append(one)
            called.add(one["unit_id"])
        return kept

    def _deal_out(self, values):
        """Make the follow-ups, each with whoever may call; what nobody has room for is cut."""
        office = self.office_id
        followups = self.env["convenience.followup"]
        callers = office.user_ids & self.env.user._convenience_role_users(CLERK)
        callers -= office.director_id
        groups = followups._read_group(
            [("office_id", "=", office.id), ("date_due", "=", self.date + timedelta(days=1))],
            ["caller_id"],
            ["__count"],
        )
        load = {caller: count for caller, count in groups if caller}
        allowed = {number: self._callers(one, callers) for number, one in enumerate(values)}
        dealt = deal(range(len(values)), self.seed, allowed.get, load, office.followup_calls)
        followups._create_guarded(
            [
                {
                    **one,
                    "round_id": self.id,
                    "caller_id": dealt[number].id if dealt[number] else False,
                    "state": "drawn" if dealt[number] else "cut",
                }
                for number, one in enumerate(values)
            ]
        )

    def _callers(self, values, callers):
        """Return who may call: nobody who served, nor who took or sent the job if others can."""
        request = self.env["convenience.request"].browse(values.get("request_id") or ())
        left = callers - request._served_by()
        others = left - request._taken_or_sent_by()
        return others or left or self.office_id.director_id
