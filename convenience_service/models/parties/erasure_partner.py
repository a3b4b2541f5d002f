from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# What is personal about a person and on no posted paper; names and tax numbers stay on those.
PERSONAL = (
    "phone", "email", "street", "street2", "zip", "city", "state_id", "website", "comment",
    "image_1920",
)  # fmt: skip


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    convenience_erasure_months = fields.Integer(
        "Months until Data May Go",
        help="After the move-out, until a director is asked to erase what is personal. 0: never.",
    )

    _convenience_erasure_months_positive = models.Constraint(
        "CHECK(convenience_erasure_months >= 0)", "Months are counted from 0 on."
    )


class ResPartner(models.Model):
    """What is known of a person, and who has to be known still."""

    _name = "res.partner"
    _inherit = ["res.partner"]

    # ------------------------------------------------------------------ who is left out

    def _erasure_held_back(self):
        """Hook: return {partner: why their data has to stay for now, a set of phrases}."""
        held = {}
        current = Domain("date_to", "=", False) | Domain("date_to", ">=", fields.Date.today())
        text = self.env._("lives, lets or signs in a unit")
        for name in ("partner_id", "landlord_id", "signatory_ids"):
            self._hold_back(held, text, "convenience.occupancy", name, current)
        users = self.env["res.users"]
        self._hold_back(held, self.env._("has a login"), users._name, "partner_id", [])
        return held

    def _hold_back(self, held, text, model, name, domain):
        """Add the phrase for those of these contacts that records of the domain name."""
        # sudo: whatever is open anywhere binds who decides
        found = self.env[model].sudo().search(Domain(name, "in", self.ids) & Domain(domain))
        for partner in found[name] & self:
            held.setdefault(partner, set()).add(text)

    # ------------------------------------------------------------------ what goes

    def _personal_labels(self):
        """Return what is known of the person and would go, as labels without the values."""
        people = self | self.child_ids
        return [
            self._fields[name]._description_string(self.env)
            for name in PERSONAL
            if any(people.mapped(name))
        ]

    def _erase_personal_data(self):
        """Hook: erase what is personal, for superusers; the caller has checked who decides.

        Names stay, since they are on posted papers; so do signatures, the evidence behind these.
        """
        people = (self | self.child_ids).with_context(tracking_disable=True)
        people.write(dict.fromkeys(PERSONAL, False))
        self._forget_tracked(people)

    def _forget_tracked(self, people):
        """What the fields were before stands in the history of the contact."""
        names = (*PERSONAL, "contact_address_inline")
        self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", "res.partner"),
                ("mail_message_id.res_id", "in", people.ids),
                ("field_id.name", "in", names),
            ]
        ).unlink()

    def _forget_phones(self, model, name):
        """Empty the phone number that was copied to records which name these contacts."""
        records = self.env[model].with_context(active_test=False)
        records = records.search([(name, "in", self.ids), ("phone", "!=", False)])
        if records:
            records.flush_recordset()
            # not `write`: what is closed stays as it is, for everything but this
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET phone = NULL WHERE id IN %s RETURNING id",
                    SQL.identifier(records._table),
                    records._ids,
                )
            )
            records.invalidate_recordset(["phone"])
