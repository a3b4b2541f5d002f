from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import PIXEL
from .common_agreement import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreementScreens(AgreementCommon):
    """What the desk does on screen: register, have it signed, change, suspend and end."""

    def _decide(self, kind, agreement, user=None, line=None, **values):
        """Take a decision in its dialog."""
        wizard = (
            self.env["convenience.agreement.decision"]
            .with_user(user or self.clerk)
            .with_context(
                default_kind=kind,
                default_agreement_id=agreement.id,
                default_line_id=line.id if line else False,
            )
        )
        with Form(wizard) as form:
            for name, value in values.items():
                form[name] = value
        return form.save().action_apply()

    def test_registering_and_signing(self):
        form = Form(self.env["convenience.agreement"].with_user(self.clerk))
        form.unit_id = self.unit
        self.assertEqual(form.partner_id, self.owner)
        self.assertEqual(form.phone, self.owner.phone)
        form.date_from = date(2026, 9, 1)
        with form.line_ids.new() as line:
            line.product_id = self.garden
            line.price_basis = "flat"
            line.monday = True
        agreement = form.save()
        self.assertEqual(agreement.items_summary, self.garden.name)
        self.assertEqual(agreement.line_ids.price_unit, 310.0)
        form.signed_relation = "self"
        self.assertEqual(form.signed_name, "Owner One")
        form.signed_on_paper = True
        form.scan = PIXEL
        form.save().action_activate()
        self.assertEqual(agreement.state, "active")

    def test_decisions_in_their_dialog(self):
        agreement = self._agreement(
            self._prepare_line(), self._prepare_line(self.wash), date_to=date(2027, 6, 30)
        )
        self._decide(
            "suspend", agreement, date=date(2026, 12, 1), date_to=date(2026, 12, 31), reason="Away"
        )
        self._decide("resume", agreement, date=date(2026, 12, 16))
        self._decide("renew", agreement, date_to=date(2027, 12, 31))
        wash = agreement.line_ids[1]
        self._decide("end_line", agreement, line=wash, date=date(2026, 12, 31), reason="Car sold")
        self._decide("end", agreement, date=date(2027, 1, 31), reason="Moves away")
        self.assertEqual(agreement.suspension_ids.date_to, date(2026, 12, 15))
        self.assertEqual(wash.end_reason, "Car sold")
        self.assertEqual(
            (agreement.date_to, agreement.end_reason), (date(2027, 1, 31), "Moves away")
        )

    def test_the_director_agrees_a_price_in_its_dialog(self):
        draft = self._draft()
        line = draft.line_ids
        with self.assertRaises(AccessError):
            self._decide("agree_price", draft, line=line, price=1.0, reason="Please")
        self._decide("agree_price", draft, self.director, line, price=280.0, reason="Small garden")
        self.assertEqual(line.price_unit, 280.0)

    def test_a_change_starts_from_the_service_as_it_is(self):
        agreement = self._agreement(self._prepare_line(self.wash, quantity=2, visit_time=10.5))
        form = Form(
            self.env["convenience.agreement.line.change"]
            .with_user(self.clerk)
            .with_context(default_agreement_id=agreement.id, default_line_id=agreement.line_ids.id)
        )
        self.assertEqual((form.quantity, form.visit_time, form.monday), (2, 10.5, True))
        form.date_from = date(2026, 12, 1)
        form.friday = True
        form.save().action_apply()
        successor = agreement.line_ids.filtered("replaces_id")
        self.assertTrue(successor.monday and successor.friday)
        self.assertEqual((successor.quantity, successor.price_unit), (2, 20.0))

    def test_adding_a_service_in_the_dialog(self):
        agreement = self._agreement()
        form = Form(
            self.env["convenience.agreement.line.change"]
            .with_user(self.clerk)
            .with_context(default_agreement_id=agreement.id)
        )
        form.product_id = self.wash
        form.date_from = date(2026, 12, 1)
        form.monday = True
        form.save().action_apply()
        self.assertEqual(agreement.line_ids[1:].product_id, self.wash)

    def test_a_clerk_forges_no_price_through_the_dialog(self):
        agreement = self._agreement(self._prepare_line(self.wash))
        wizards = self.env["convenience.agreement.line.change"].with_user(self.clerk)
        values = {
            "agreement_id": agreement.id,
            "line_id": agreement.line_ids.id,
            "date_from": date(2026, 12, 1),
            "new_price": 1.0,
            "reason": "x",
        }
        with self.assertRaises(AccessError):
            wizards.create(values).action_apply()

    def test_the_service_file_shows_agreements(self):
        agreement = self._agreement()
        form = Form(self.owner.with_user(self.clerk))
        [row] = form.convenience_agreement_ids._records
        self.assertEqual(row["name"], agreement.name)
