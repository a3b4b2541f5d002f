"""At least one record of nearly everything: for tests that ask the same of all of it."""

from datetime import date, datetime

from odoo.fields import Command

from ..agreement.common_agreement import AgreementCommon
from ..cash.common_entries import EntryCommon
from ..common import PIXEL

TODAY, SOON = date(2026, 11, 10), date(2026, 12, 10)


class OneOfEach(AgreementCommon, EntryCommon):
    """At least one record of everything that is asked, in the states that people bring it to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office.service_manager_id = cls.service_manager
        cls.painting = cls._make_item("Painting", 6)
        cls._approve(
            cls._make_tariff(
                cls.office,
                TODAY,
                [(cls.painting, 0.0, {"price_rule": "quotation"})],
                kind="amendment",
            )
        )
        cls.seal = cls.env["product.product"].create({"name": "Seal", "type": "consu"})

    def _as(self, user, model):
        return self.env[f"convenience.{model}"].with_user(user)

    def _make_one_of_each(self):
        self._make_requests()
        self._make_bills()
        self._make_money()
        self._make_pages()
        self._make_agreements()
        self._make_desk()
        self._make_lent()
        self._make_wizards()
        self._make_decisions()
        self._make_notices()
        self._make_aftercare()
        self._make_hidden()
        self.env.flush_all()

    def _make_aftercare(self):
        """What judges the work: a fixed cost, an evaluation in each of its states, the rates."""
        own = {"office_id": self.office.id}
        subject = {**own, "kind": "employee", "employee_id": self.worker.employee_id.id}
        for month, ends in enumerate(("draft", "shown", "confirmed"), start=8):
            made = self._as(self.service_manager, "evaluation").create(
                {**subject, "date_to": date(2026, month, 1)}
            )
            if ends == "shown":
                made.action_show()
            if ends == "confirmed":
                grade = self.env.ref("convenience_service.evaluation_grade_good")
                made.with_user(self.director).write({"grade_id": grade.id, "words": "Good"})
                made.with_user(self.director).action_confirm()
        self._as(self.service_manager, "rates").create(own).action_show()
        self._as(self.service_manager, "fixed.cost").create(
            {**own, "product_id": self.drain.id, "amount": 500.0, "date_from": TODAY}
        )
        self._as(self.director, "followup.policy").create(
            {**own, "company_id": self.company.id, "subject": "paid", "share": 100}
        )
        drawn = self.env["convenience.followup.round"].sudo()
        drawn._create_guarded([{**own, "date": TODAY, "seed": "seed"}])._draw()
        complaint = self._as(self.clerk, "complaint").create({**own, "about": "Late"})
        complaint.with_user(self.supervisor).action_answer("We are coming")
        for item, ends in ((self.drain, "proposed"), (self.painting, "following")):
            case = self._as(self.service_manager, "loss.case").create(
                {**own, "product_id": item.id, "note": ends}
            )
            if ends == "following":
                case.action_raise()
                decision = {"case_id": case.id, "measure": "other", "decision": "Ask a firm"}
                self._as(self.director, "loss.decision").create(decision).action_apply()
        for ends in ("raised", "decided", "reported"):
            problem = self._as(self.supervisor, "problem").create(
                {**own, "about": ends, "question": "What now?"}
            )
            decision = {"problem_id": problem.id, "decision": "Go on"}
            decision |= {"actor_id": self.clerk.id, "due_on": SOON}
            if ends != "raised":
                self._as(self.director, "problem.decision").create(decision).action_apply()
            if ends == "reported":
                problem.with_user(self.clerk).result = "Done"
                problem.with_user(self.clerk).action_report()

    def _make_notices(self):
        """A notice in each of its states, with changes, postings, letters; a chapter, a place."""
        own = {"office_id": self.office.id}
        manager = self.service_manager
        self._as(manager, "handbook.chapter").create({**own, "name": "Parking", "text": "Gate"})
        self._as(manager, "notice.place").create({**own, "name": "Lift"})
        for ends in ("draft", "published", "withdrawn"):
            notice = self._as(manager, "notice").create({**own, "name": ends, "text": "Read this."})
            if ends != "draft":
                notice.action_publish()
                notice.with_user(self.clerk).action_print_letters()
                posting = notice.posting_ids.filtered(lambda one: one.state == "to_post")[0]
                posting.with_user(self.clerk).photo = PIXEL
                posting.with_user(self.clerk).action_post()
            if ends == "withdrawn":
                notice.action_withdraw(reason="Over")
        self._amend_for_a_notice()

    def _amend_for_a_notice(self):
        amendment = self._make_tariff(self.office, SOON, [(self.bulb, 12.0)], kind="amendment")
        self._approve(amendment)

    def _make_decisions(self):
        """Contacts to be joined, and data that may go."""
        self._as(self.clerk, "merge.proposal").create(
            {
                "office_id": self.office.id,
                "survivor_id": self.owner.id,
                "double_ids": [Command.set(self.tenant.ids)],
                "reason": "Same identity card",
            }
        )
        prices = [(self.drain, 81.0), (self.bulb, 11.0)]
        waiting = self._make_tariff(self.office, SOON, prices, kind="amendment")
        waiting.with_user(self.director).action_review()
        waiting.with_user(self.director).action_submit()
        self._as(self.general_manager, "delegation").create(
            {
                "principal_id": self.general_manager.id,
                "deputy_id": self.director.id,
                "company_id": self.company.id,
                "date_from": SOON,
                "date_to": SOON,
            }
        )
        self._as(self.director, "annual.round").create({"office_id": self.office.id, "year": 2027})
        self.env["convenience.erasure"]._create_guarded(
            [{"office_id": self.office.id, "partner_id": self.owner.id, "date_left": TODAY}]
        )

    def _make_hidden(self):
        """Told in confidence and heard; handed in, praised, found on a round."""
        own = {"office_id": self.office.id}
        person = {"employee_id": self.worker.employee_id.id}
        people = [Command.set(self.worker.employee_id.ids)]
        for ends in ("new", "hearing", "valid"):
            telling = self._as(self.clerk, "confidential.telling").create(
                {**own, "about": "Paid to his own code.", "employee_ids": people}
            )
            telling.action_forward()
            report = self._as(self.director, "confidential").search([], limit=1, order="id desc")
            hearing = self._as(self.director, "confidential.hearing").create(
                {**person, "confidential_id": report.id, "disclosed_text": "What was it?"}
            )
            if ends != "new":
                hearing.action_open()
            if ends == "valid":
                hearing.answer = "I took it."
                hearing.action_answer()
                report.write({"finding": "So it is.", "measure": "Hands it in."})
                report.action_valid()
        handin = self._as(self.clerk, "handin").create({**own, **person, "amount": 200.0})
        handin.write({"signed_name": "The customer", "signature": PIXEL})
        handin.action_return()
        self._as(self.clerk, "handin").create({**own, **person, "amount": 50.0})
        self._as(self.clerk, "praise").create({**own, **person, "words": "A banner"})
        self._as(self.director, "office.document").create({**own, "name": "House Rules"})
        self._make_findings(own)

    def _make_findings(self, own):
        for ends in ("open", "mended", "checked"):
            finding = self._as(self.director, "round.finding").create(
                {
                    **own,
                    "place": "Cellar",
                    "about": "The lamp is out.",
                    "responsible_id": self.clerk.id,
                    "date_due": SOON,
                }
            )
            if ends != "open":
                finding.with_user(self.clerk).mending = "A new lamp."
                finding.with_user(self.clerk).action_mend()
            if ends == "checked":
                finding.action_check()

    def _make_requests(self):
        self._request()
        for state in ("assigned", "in_progress", "done", "signed", "reviewed"):
            request = self._advance(self._request(), state)
            if state == "in_progress":
                request.line_ids.with_user(self.worker_user).quantity = 1.1
                self.accepted = self._accept_raise(request)
                request.line_ids.with_user(self.worker_user).quantity = 2
                self.dearer = request
                self._as(self.worker_user, "request.material").create(
                    {"request_id": request.id, "product_id": self.seal.id}
                )
        self._request().with_user(self.clerk).action_cancel(reason="Moved")
        self._order(self.sixty)
        self._deposit()
        for offered in (False, True):
            request = self._request(items=[(self.painting, 1)])
            line = {"request_line_id": request.line_ids.id, "name": "Labour", "price": 100.0}
            quotation = self._as(self.supervisor, "quotation").create(
                {"request_id": request.id, "line_ids": [Command.create(line)]}
            )
            if offered:
                quotation.action_offer()

    def _make_bills(self):
        self._october(day=12)
        invoiced = self._invoice(self._settlement()).statement_ids
        self._remind(invoiced)
        self._as(self.supervisor, "reminder.stop").create(
            {"office_id": self.office.id, "partner_id": self.owner.id, "reason": "In court"}
        )
        self._as(self.director, "release").create(
            {"office_id": self.office.id, "partner_id": self.owner.id, "reason": "Pays on Friday"}
        )
        application = self._apply_for(invoiced)
        application.number = "12345678"
        application.action_issue()
        self._credit_part(invoiced, 30.0)
        application.write({"red_number": "87654321", "red_amount": 0.0})
        application.action_red_letter_part(reason="Worked less")
        self._make_tariff(self.office, SOON, [(self.drain, 85.0)], kind="amendment")

    def _remind(self, statement):
        statement.sudo().invoice_id.invoice_date_due = date(2026, 10, 1)
        with self.enter_registry_test_mode():
            self.env.ref("convenience_service.ir_cron_remind_payers").method_direct_trigger()
        self.env.invalidate_all()

    def _credit_part(self, statement, amount):
        note = statement.sudo().invoice_id._reverse_moves([{"invoice_date": TODAY}])
        note.invoice_line_ids.price_unit = amount
        note.action_post()

    def _make_money(self):
        self._at_the_desk(100.0)
        self.held = self._held()
        self.entrusted._receive(100.0, self.cash)
        self._voucher()
        self._voucher(number="T-2")._book(self.cash)
        bill = self._visit(day=13)
        self._collect(bill)
        self._give(requests=self._visit(day=14))
        self._hand_over()
        self._give(requests=self._visit(day=15))
        self._rate(self.drain)
        self._as(self.director, "commission.rule").create(
            {
                "company_id": self.company.id,
                "office_id": self.office.id,
                "method": "share",
                "share": 12.5,
                "date_from": date(2026, 1, 1),
            }
        )
        self._past_requests(
            [{"registered": datetime(2026, 11, 2, 1), "done": datetime(2026, 11, 2, 3)}]
        )
        self._settlement(date(2026, 11, 30))

    def _make_pages(self):
        """A page of the till that is counted, and one that is not."""
        self._as(self.director, "till").create(
            {
                "name": "Front Desk",
                "office_id": self.office.id,
                "journal_id": self.cash.id,
                "date_start": TODAY,
            }
        )
        books = self._as(self.cashier, "cash.book")
        books.action_open_books()
        (page,) = books.search([])
        page._count(page.amount_closing)

    def _make_agreements(self):
        agreement = self._agreement()
        self._visits(agreement.line_ids, date(2026, 11, 16))
        self._draft()

    def _make_desk(self):
        desk = {"office_id": self.office.id, "unit_id": self.unit.id}
        self._as(self.clerk, "complaint").create(
            {"office_id": self.office.id, "about": "They came late."}
        )
        self._as(self.clerk, "enquiry").create(
            {**desk, "partner_id": self.owner.id, "phone": "13900001111", "about": "A question"}
        )
        hours = [datetime(2026, 11, 10), datetime(2026, 11, 10, 12), datetime(2026, 11, 11)]
        for user, start, end in zip((self.clerk, self.supervisor), hours, hours[1:], strict=False):
            self.env["convenience.duty"].create(
                {
                    "office_id": self.office.id,
                    "user_id": user.id,
                    "start_at": start,
                    "end_at": end,
                }
            )
        activity = self._as(self.clerk, "activity").create(
            {
                "name": "Lantern Evening",
                "office_id": self.office.id,
                "start_at": datetime(2026, 12, 1, 11),
                "end_at": datetime(2026, 12, 1, 13),
                "seats": 3,
            }
        )
        activity.action_open()
        self._as(self.clerk, "activity.attendance").create(
            {"activity_id": activity.id, "unit_id": self.unit.id, "resident_id": self.owner.id}
        )
        self._as(self.clerk, "move.out").create(
            {"occupancy_id": self.owner_occupancy.id, "date": TODAY}
        )

    def _make_lent(self):
        kit = self._as(self.service_manager, "kit").create(
            {"name": "First Aid", "place": "Gatehouse", "office_id": self.office.id}
        )
        line = self._as(self.service_manager, "kit.line").create(
            {"kit_id": kit.id, "name": "Bandages", "quantity_wanted": 10}
        )
        self._as(self.clerk, "kit.move").create({"line_id": line.id, "quantity": 10})
        ladder = self.env["convenience.loan.item"].create(
            {"name": "Ladder", "number": "L1", "office_id": self.office.id}
        )
        lent = {"unit_id": self.unit.id, "resident_id": self.owner.id}
        self._as(self.clerk, "loan").create({**lent, "item_id": ladder.id, "due_on": SOON})
        key = self._as(self.clerk, "loan").create(
            {**lent, "kind": "key", "name": "Front door", "key_tag": "K7", "due_on": False}
        )
        key.write(
            {
                "consent_text": "May enter to water the plants.",
                "consent_signed_by": "Owner One",
                "consent_on_paper": True,
            }
        )
        key.action_give_consent()
        self._as(self.clerk, "key.movement").create(
            {"loan_id": key.id, "worker_id": self.worker.id, "purpose": "Plants"}
        )

    def _make_wizards(self):
        payer = {"office_id": self.office.id, "partner_id": self.visitor.id}
        self._as(self.clerk, "collection").create(payer)
        self._as(self.cashier, "prepayment.wizard").create({**payer, "amount": 10.0})
        self._as(self.cashier, "entrusted.wizard").create(
            {"entrusted_id": self.entrusted.id, "kind": "received", "amount": 10.0}
        )
        self._as(self.supervisor, "duty.rota").create({"office_id": self.office.id})
        request = self._request().with_user(self.clerk)
        dearer = self.dearer.with_user(self.clerk)
        for action, values in (
            (request.action_cancel(), {"reason": "Moved"}),
            (dearer.action_accept_raise(), {"signed_name": "Owner One"}),
        ):
            self.env[action["res_model"]].with_user(self.clerk).with_context(
                **action["context"]
            ).create(values)
