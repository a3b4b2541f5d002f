from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConvenienceDeskMixin(models.AbstractModel):
    """What the desk writes down when somebody turns to the office: where, who, and their number.

    The office is fixed once the record exists. Finding the caller (P2 4.2.5): a phone number or
    a unit that is known for one resident fills in the rest.
    """

    _name = "convenience.desk.mixin"
    _description = "Record of the Service Desk"
    _inherit = ["convenience.guarded.mixin"]
    _check_company_auto = True

    office_id = fields.Many2one(
        "convenience.office", required=True, index=True, default=lambda self: self._default_office()
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    unit_id = fields.Many2one(
        "convenience.unit", index="btree_not_null", ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Resident", index="btree_not_null", ondelete="restrict", check_company=True
    )
    phone = fields.Char()

    # ------------------------------------------------------------------ defaults, constraints

    @api.model
    def _default_office(self):
        return self.env["convenience.request"]._default_office()

    @api.model
    def _default_today(self):
        """Return the local day at the user's office."""
        office = self._default_office()
        return office._today() if office else fields.Date.context_today(self)

    @api.constrains("unit_id", "office_id")
    def _check_unit_office(self):
        for record in self:
            if record.unit_id and record.unit_id.office_id != record.office_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s does not belong to %(office)s. Choose a unit of the office.",
                        unit=record.unit_id.name,
                        office=record.office_id.name,
                    )
                )

    # ------------------------------------------------------------------ finding the caller

    @api.onchange("phone")
    def _onchange_phone(self):
        """A number known for one resident names the resident; with one unit, the unit as well."""
        occupancies = self._find_by_phone()
        if not self.partner_id and len(occupancies.partner_id) == 1:
            self.partner_id = occupancies.partner_id
        if not self.unit_id and len(occupancies.unit_id) == 1:
            self.unit_id = occupancies.unit_id

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        """A single resident need not be chosen; of several, the clerk asks who is calling."""
        self.office_id = self.unit_id.office_id or self.office_id
        residents = self.unit_id.occupancy_ids.filtered("is_current").partner_id
        if not self.partner_id and len(residents) == 1:
            self.partner_id = residents

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """The number to call back is the resident's, unless the caller gave another."""
        self.phone = self.phone or self.partner_id.phone

    def _find_by_phone(self):
        """Return the current occupancies of whoever has the number, with or without blanks."""
        typed = (self.phone or "").strip()
        if not typed:
            return self.env["convenience.occupancy"]
        compact = "".join(sign for sign in typed if sign not in " -")
        domain = [("partner_id.phone", "in", [typed, compact]), ("is_current", "=", True)]
        if self.office_id:
            domain.append(("office_id", "=", self.office_id.id))
        return self.env["convenience.occupancy"].search(domain)

    # ------------------------------------------------------------------ CRUD

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"office_id"}

    @api.model
    def _prepare_registration(self, vals, office):
        """Hook: what is fixed when the record is made, whatever the caller says."""
        return {}

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_permitted_creation(vals_list):
            return super().create(vals_list)
        kept = self._fields.keys() - self._guarded_fields() | {"office_id"}
        return self._create_guarded(
            [
                self._complete_registration({name: vals[name] for name in kept & vals.keys()})
                for vals in vals_list
            ]
        )

    @api.model
    def _complete_registration(self, vals):
        vals = {**self.default_get(["office_id"]), **vals}
        office = self.env["convenience.office"].browse(vals.get("office_id"))
        return {**vals, **self._prepare_registration(vals, office)}

    @api.model
    def _next_number(self, office):
        """Draw the next number of the model in the company of the office."""
        # sudo: the number is drawn for whoever registers, the company read for whoever may not
        sequence = self.env["ir.sequence"].sudo().with_company(office.sudo().company_id)
        return sequence.next_by_code(self._name)
