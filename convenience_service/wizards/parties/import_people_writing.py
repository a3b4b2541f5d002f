from collections import defaultdict

from odoo import api, models
from odoo.fields import Command

from ...sheets import values

CHINESE = "zh_CN"


class ConvenienceImportPeople(models.AbstractModel):
    """What a sheet of residents changes of persons, and how it is written."""

    _name = "convenience.import.people"
    _inherit = ["convenience.import.people"]

    # ------------------------------------------------------------------ persons

    @api.model
    def _partner_changes(self, office, row, partner):
        """Return the values of a new partner, or those a known one does not have yet."""
        vals = self._prepare_partner(office, row)
        if not partner:
            return vals
        vals = {name: vals[name] for name in ("vat", "is_company") if vals.get(name)}
        if vals.get("vat") == (partner.vat or "").replace(" ", "").upper():
            vals.pop("vat")
        changes = self._changes(partner, {**vals, "active": True})
        if row.has("contact") and not self._has_contact(partner, row.get("contact")):
            changes["child_ids"] = self._prepare_contact(office, row)
        return changes

    @api.model
    def _prepare_partner(self, office, row):
        vals = {
            "name": row.get("name"),
            "phone": row.get("phone"),
            "company_id": office.company_id.id,
            "is_company": row.has("vat") or row.has("contact"),
            "lang": self._chinese() or self.env.lang,
        }
        if row.has("vat"):
            vals["vat"] = self._vat_of(row)
        if row.has("contact"):
            vals["child_ids"] = self._prepare_contact(office, row)
        return vals

    @api.model
    def _chinese(self):
        """Residents read Chinese where the database speaks it."""
        return self.env["res.lang"]._get_code(CHINESE)

    @api.model
    def _has_contact(self, partner, name):
        return values.folded(name) in {values.folded(child.name) for child in partner.child_ids}

    @api.model
    def _prepare_contact(self, office, row):
        contact = {
            "name": row.get("contact"),
            "type": "contact",
            "company_id": office.company_id.id,
        }
        return [Command.create(contact)]

    # ------------------------------------------------------------------ writing

    @api.model
    def _write_rows(self, office, rows):
        partners = self._write_partners(office, rows)
        occupancies = self.env["convenience.occupancy"]
        # who ceases to be main payer goes first, since a role has one only
        for row in sorted(rows, key=lambda row: row.get("is_main_payer")):
            if row.plan.occupancy and row.plan.occupancy_changes:
                row.plan.occupancy.write(row.plan.occupancy_changes)
                occupancies.flush_model()
        occupancies.create(
            [
                {
                    **row.plan.occupancy_changes,
                    "unit_id": row.plan.unit.id,
                    "partner_id": partners[self._person_of(office, row)].id,
                }
                for row in rows
                if not row.plan.occupancy
            ]
        )

    @api.model
    def _write_partners(self, office, rows):
        """Return {person: partner}, making and updating each once, whatever their rows."""
        model = self.env["res.partner"].with_context(no_vat_validation=True)
        partners, changes = {}, defaultdict(dict)
        for row in rows:
            person = self._person_of(office, row)
            partners[person] = row.plan.partner
            self._merge_changes(changes[person], row.plan.partner_changes)
        new = [person for person, partner in partners.items() if not partner]
        made = model.create([changes[person] for person in new])
        for person, partner in partners.items():
            if partner and changes[person]:
                partner.with_context(no_vat_validation=True).write(changes[person])
        return {**partners, **dict(zip(new, made, strict=True))}

    @api.model
    def _merge_changes(self, merged, changes):
        """Add what another row says of the person: the first word stands, contacts add up."""
        for name, value in changes.items():
            if name == "child_ids":
                known = merged.setdefault(name, [])
                known += [contact for contact in value if contact not in known]
            else:
                merged[name] = merged.get(name) or value
