import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SETTLEMENT_MODES = [
    ("monthly", "Monthly"),
    ("per_visit", "Per Visit"),
    ("prepaid", "Prepaid"),
]


class ConvenienceOccupancy(models.Model):
    """Who lives, works or trades in a unit, from when to when, and how they pay (入住关系).

    Owners settle monthly or per visit, tenants pay ahead (P5 4.3.1, 4.3.2). Of each role in a
    unit one is the main payer; co-owners stand beside.
    """

    _name = "convenience.occupancy"
    _description = "Occupancy"
    _inherit = ["convenience.guarded.mixin"]
    _order = "unit_id, role, is_main_payer desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    unit_id = fields.Many2one("convenience.unit", required=True, index=True, ondelete="restrict")
    office_id = fields.Many2one(related="unit_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    customer_type_id = fields.Many2one(related="unit_id.customer_type_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Resident",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    phone = fields.Char(related="partner_id.phone")
    role = fields.Selection(
        [("owner", "Owner"), ("tenant", "Tenant")], required=True, default="owner"
    )
    is_main_payer = fields.Boolean("Main Payer", default=True)
    settlement_mode = fields.Selection(
        SETTLEMENT_MODES,
        required=True,
        compute="_compute_settlement_mode",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date("Moved In", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Moved Out")
    is_current = fields.Boolean(
        "Current", compute="_compute_is_current", search="_search_is_current"
    )
    lease_end = fields.Date()
    landlord_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True)
    signatory_ids = fields.Many2many(
        "res.partner",
        "convenience_occupancy_signatory_rel",
        string="Who May Sign",
        check_company=True,
        help="For firms: the people whose signature the firm accepts.",
    )

    _once = models.UniqueIndex(
        "(unit_id, partner_id, role, date_from)",
        "This resident is already registered in the unit from that day.",
    )
    _one_main_payer = models.UniqueIndex(
        "(unit_id, role) WHERE is_main_payer AND date_to IS NULL",
        "The unit already has a main payer of this role. End that occupancy first, or register a "
        "co-owner.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "An occupancy cannot end before it begins.",
    )
    _mode_of_role = models.Constraint(
        "CHECK((role = 'tenant') = (settlement_mode = 'prepaid'))",
        "Owners settle monthly or per visit; tenants pay ahead.",
    )

    @api.depends("role")
    def _compute_settlement_mode(self):
        for occupancy in self:
            if occupancy.role == "tenant":
                occupancy.settlement_mode = "prepaid"
            elif occupancy.settlement_mode not in ("monthly", "per_visit"):
                occupancy.settlement_mode = "monthly"

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        for occupancy in self:
            today = (
                occupancy.office_id._today()
                if occupancy.office_id
                else fields.Date.context_today(self)
            )
            occupancy.is_current = occupancy._holds_on(today)

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: only the time zones of the offices are read
        offices = self.env["convenience.office"].sudo().with_context(active_test=False).search([])
        by_day = offices.grouped(lambda office: office._today())
        return Domain.OR(
            Domain("office_id", "in", same_day.ids) & self._current_domain(day)
            for day, same_day in by_day.items()
        )

    @api.model
    def _current_domain(self, day):
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    def _holds_on(self, day):
        self.ensure_one()
        return bool(
            self.date_from and self.date_from <= day and (not self.date_to or self.date_to >= day)
        )

    @api.depends("partner_id", "unit_id", "role")
    def _compute_display_name(self):
        for occupancy in self:
            occupancy.display_name = (
                f"{occupancy.partner_id.name or ''} ({occupancy.unit_id.name or ''})"
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Find who calls by "3 502", a name or a phone number: every part has to occur."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        parts = [part for part in re.split(r"[\s\-,，、]+", value) if part]
        return Domain.AND(
            [
                Domain("partner_id.name", operator, part)
                | Domain("partner_id.phone", operator, part)
                | Domain("unit_id.name", operator, part)
                for part in parts
            ]
        )

    @api.constrains("is_main_payer", "unit_id", "role", "date_from", "date_to")
    def _check_one_main_payer(self):
        """On no day has a unit two main payers of a role, ended occupancies included."""
        mains = self.filtered("is_main_payer")
        others = self.search([("unit_id", "in", mains.unit_id.ids), ("is_main_payer", "=", True)])
        by_place = others.grouped(lambda other: (other.unit_id, other.role))
        for occupancy in mains:
            for other in by_place[occupancy.unit_id, occupancy.role] - occupancy:
                if occupancy._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(unit)s has %(other)s as main payer in that time already. End that "
                            "occupancy first, or register %(resident)s as a co-owner.",
                            unit=occupancy.unit_id.name,
                            other=other.partner_id.name,
                            resident=occupancy.partner_id.name,
                        )
                    )

    def _overlaps(self, other):
        return (not self.date_to or other.date_from <= self.date_to) and (
            not other.date_to or self.date_from <= other.date_to
        )

    @api.constrains("landlord_id", "lease_end", "role")
    def _check_lease(self):
        for occupancy in self:
            if occupancy.role == "owner" and (occupancy.landlord_id or occupancy.lease_end):
                raise ValidationError(
                    self.env._(
                        "%(resident)s owns %(unit)s: a lease end and a landlord belong to a "
                        "tenant.",
                        resident=occupancy.partner_id.name,
                        unit=occupancy.unit_id.name,
                    )
                )
