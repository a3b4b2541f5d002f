from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common_resident_data import ResidentDataCommon


@tagged("post_install", "-at_install")
class TestIsResident(ResidentDataCommon):
    """Who is a resident is found out from the homes, and stays true whatever happens to them."""

    def test_who_lives_in_a_unit_is_a_resident_and_a_supplier_is_none(self):
        self.assertTrue(self.owner.is_resident)
        self.assertFalse(self.supplier.is_resident)
        self.assertFalse(self.clerk.partner_id.is_resident)

    def test_who_moved_out_was_one(self):
        self.owner_occupancy.date_to = date(2026, 1, 1)
        self.assertTrue(self.owner.is_resident)

    def test_contacts_and_addresses_below_are_too(self):
        self.assertTrue(self.spouse.is_resident)
        address = self.env["res.partner"].create({"name": "Post", "parent_id": self.spouse.id})
        self.assertTrue(address.is_resident)
        address.parent_id = self.supplier
        self.assertFalse(address.is_resident)

    def test_contacts_of_a_firm_that_takes_a_shop(self):
        contact = self.env["res.partner"].create({"name": "Rep", "parent_id": self.supplier.id})
        self.assertFalse(contact.is_resident)
        self._occupy(self.supplier)
        self.assertTrue(contact.is_resident)

    def test_a_mistaken_entry_taken_back_leaves_none(self):
        occupancy = self._occupy(self.supplier)
        self.assertTrue(self.supplier.is_resident)
        occupancy.unlink()
        self.assertFalse(self.supplier.is_resident)

    def test_an_entry_corrected_to_somebody_else(self):
        occupancy = self._occupy(self.supplier)
        other = self.env["res.partner"].create({"name": "Other"})
        occupancy.partner_id = other
        self.assertTrue(other.is_resident)
        self.assertFalse(self.supplier.is_resident)

    def test_who_ordered_stays_one_after_the_entry_was_corrected(self):
        self._request()
        self.owner_occupancy.partner_id = self.supplier
        self.assertTrue(self.owner.is_resident)

    def test_landlords_and_who_may_sign(self):
        landlord, signatory = self.env["res.partner"].create([{"name": "L"}, {"name": "S"}])
        tenant = self.env["res.partner"].create({"name": "T"})
        occupancy = self._occupy(
            tenant,
            role="tenant",
            landlord_id=landlord.id,
            signatory_ids=[Command.set(signatory.ids)],
        )
        self.assertTrue(landlord.is_resident and signatory.is_resident)
        occupancy.write({"landlord_id": False, "signatory_ids": [Command.clear()]})
        self.assertFalse(landlord.is_resident or signatory.is_resident)

    def test_merged_contacts(self):
        other = self.env["res.partner"].create({"name": "Owner One"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.owner | other).ids, dst_partner=other, extra_checks=False
        )
        self.env.flush_all()
        self.assertTrue(other.is_resident)
        self.assertEqual(other.convenience_occupancy_ids, self.owner_occupancy)

    def test_it_is_not_typed_in(self):
        self.owner.is_resident = False
        made = self.env["res.partner"].create({"name": "Made Up", "is_resident": True})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.owner.is_resident)
        self.assertFalse(made.is_resident)

    def test_a_copy_is_not_a_resident(self):
        self.assertFalse(self.owner.copy().is_resident)

    def test_a_new_contact_costs_no_question(self):
        """Contacts of other apps are made as fast as before."""
        partners = self.env["res.partner"]
        partners.create({"name": "Warm"})
        self.env.flush_all()
        asked = []

        def find(these):
            asked.extend(these._origin.ids)
            return set()

        self.patch(type(partners), "_find_named", find)
        partners.create([{"name": f"Customer {n}"} for n in range(3)])
        self.env.flush_all()
        self.assertFalse(asked)

    def test_as_many_questions_for_many_homes_as_for_few(self):
        def questions(numbers):
            units = self.env["convenience.unit"].create(
                [self._unit(f"R{number}") for number in numbers]
            )
            people = self.env["res.partner"].create([{"name": unit.name} for unit in units])
            values = [
                {"unit_id": unit.id, "partner_id": person.id}
                for unit, person in zip(units, people, strict=True)
            ]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["convenience.occupancy"].create(values)
            self.env.flush_all()
            self.assertTrue(all(people.mapped("is_resident")))
            return self.env.cr.sql_log_count - before

        questions(range(2))
        self.assertLessEqual(questions(range(100, 140)), questions(range(200, 202)) + 2)

    def test_found_by_the_database_as_by_the_fields(self):
        """What the upgrade fills in is what would have been found out."""
        self._request()
        partners = self.env["res.partner"].with_context(active_test=False)
        self.env.flush_all()
        expected = set(partners.search([("is_resident", "=", True)]).ids)
        self.env.cr.execute(
            "UPDATE res_partner SET is_resident = NULL, convenience_is_named = NULL"
        )
        self._migration().migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        self.assertEqual(set(partners.search([("is_resident", "=", True)]).ids), expected)
        self.assertIn(self.spouse.id, expected)

    # ------------------------------------------------------------------ ground

    def _unit(self, number):
        return {
            "office_id": self.office.id,
            "building": "9",
            "number": number,
            "customer_type_id": self.residence.id,
        }

    def _occupy(self, partner, **values):
        unit = self.env["convenience.unit"].create(self._unit("901"))
        return self.env["convenience.occupancy"].create(
            {"unit_id": unit.id, "partner_id": partner.id, **values}
        )

    def _migration(self):
        from odoo.modules.migration import load_script
        from odoo.tools.misc import file_path

        path = "convenience_service/migrations/19.0.3.0.0/pre-residents.py"
        return load_script(file_path(path), "pre_residents")
