from typing import NamedTuple

from odoo import api, models


class Residence(NamedTuple):
    """What a row of people comes to: who lives where, and what is known of it already."""

    partner: object  # the known one, or none
    partner_changes: dict
    unit: object
    occupancy: object  # the known one, or none
    occupancy_changes: dict


class ConvenienceImportPeople(models.AbstractModel):
    """Residents of an office: persons are told apart by name and phone, occupancies by unit too.

    One person may own several units, in rows of their own; firms have a tax number or a contact.
    """

    _name = "convenience.import.people"
    _inherit = ["convenience.import.kind"]
    _description = "Sheet of People"
    _fills = "convenience.occupancy"

    @api.model
    def _examine(self, office, grid):
        self._place_rows(office, grid.rows)
        self._check_modes(grid.rows)
        self._check_firms(office, grid.rows)
        self._plan_residences(office, grid.rows)
        self._check_main_payers(grid.rows)
        for row in grid.rows:
            if row.good:
                changed = row.plan.partner_changes or row.plan.occupancy_changes
                new = not row.plan.occupancy
                row.action = "create" if new else "update" if changed else "unchanged"

    @api.model
    def _person_of(self, office, row):
        return self._person_key(office.company_id, row.get("name"), row.get("phone"))

    # ------------------------------------------------------------------ each row

    @api.model
    def _place_rows(self, office, rows):
        """Find the unit of each row; a row without one goes no further."""
        units = self._units_of(office)
        for row in rows:
            unit = units.get(self._place_of(row))
            if row.has("building", "number") and not unit:
                row.refuse("number", self.env._("The office has no such unit."))
            row.plan = unit
        self._refuse_repeated(
            [row for row in rows if row.plan and row.has("name", "phone", "role")],
            "name",
            lambda row: (row.plan.id, self._person_of(row.plan.office_id, row), row.get("role")),
            self.env._("This person stands twice in the sheet for the unit."),
        )

    @api.model
    def _check_modes(self, rows):
        """Owners settle monthly or per visit, tenants pay ahead (P5 4.3.1, 4.3.2)."""
        for row in rows:
            tenant, prepaid = row.get("role") == "tenant", row.get("settlement_mode") == "prepaid"
            if row.has("role", "settlement_mode") and tenant != prepaid:
                row.refuse(
                    "settlement_mode",
                    self.env._("Owners settle monthly or per visit; tenants pay ahead."),
                )

    @api.model
    def _check_firms(self, office, rows):
        """A person in several rows has one tax number."""
        numbers = {}
        for row in rows:
            if not row.has("name", "phone", "vat"):
                continue
            known = numbers.setdefault(self._person_of(office, row), self._vat_of(row))
            if known != self._vat_of(row):
                row.refuse(
                    "vat", self.env._("An earlier row has another tax number for this name.")
                )

    @api.model
    def _vat_of(self, row):
        return (row.get("vat") or "").replace(" ", "").upper()

    # ------------------------------------------------------------------ what is known

    @api.model
    def _known_partners(self, office, rows):
        """Return {person: partner} of the office's company, or shared by all companies."""
        company = office.company_id
        names = list({row.get("name") for row in rows if row.has("name")})
        found = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search(
                [
                    ("name", "in", names),
                    ("parent_id", "=", False),
                    ("company_id", "in", (company.id, False)),
                ],
                order="active, company_id desc, id desc",
            )
        )
        # the last one stands: active before archived, the company's own before shared ones
        return {
            self._person_key(company, partner.name, partner.phone): partner for partner in found
        }

    @api.model
    def _known_occupancies(self, rows):
        """Return {(unit id, partner id, role): occupancies}, the latest last."""
        units = {row.plan.id for row in rows if row.plan}
        found = self.env["convenience.occupancy"].search(
            [("unit_id", "in", list(units))], order="date_from, id"
        )
        return found.grouped(lambda known: (known.unit_id.id, known.partner_id.id, known.role))

    @api.model
    def _plan_residences(self, office, rows):
        """Turn the plan of each good row from its unit into a `Residence`."""
        partners = self._known_partners(office, rows)
        occupancies = self._known_occupancies(rows)
        for row in rows:
            if not row.good:
                continue
            partner = partners.get(self._person_of(office, row))
            known = occupancies.get((row.plan.id, partner.id, row.get("role"))) if partner else None
            self._plan_row(office, row, partner, known)

    @api.model
    def _plan_row(self, office, row, partner, known):
        occupancy = self._same_occupancy(row, known)
        ended = known and not occupancy and known[-1].date_to
        if ended and ended >= row.get("date_from"):
            reason = self.env._("This person moved out on %(date)s. Enter a later day.", date=ended)
            row.refuse("date_from", reason)
            return
        vals = self._prepare_occupancy(row)
        changes = self._changes(occupancy, vals) if occupancy else vals
        partner_changes = self._partner_changes(office, row, partner)
        row.plan = Residence(partner, partner_changes, row.plan, occupancy, changes)

    @api.model
    def _same_occupancy(self, row, known):
        """The occupancy still running, or the ended one that began on the same day."""
        running = known and known.filtered(lambda occupancy: not occupancy.date_to)[-1:]
        same_day = known and known.filtered(lambda one: one.date_from == row.get("date_from"))[-1:]
        return running or same_day or None

    @api.model
    def _prepare_occupancy(self, row):
        vals = {name: row.get(name) for name in ("role", "is_main_payer", "date_from")}
        if row.has("settlement_mode"):
            vals["settlement_mode"] = row.get("settlement_mode")
        return vals

    # ------------------------------------------------------------------ main payers

    @api.model
    def _check_main_payers(self, rows):
        """Of each role in a unit one is the main payer, counting those the sheet leaves alone."""
        good = [row for row in rows if row.good and isinstance(row.plan, Residence)]
        payers = self._untouched_main_payers(good)
        for row in good:
            occupancy = row.plan.occupancy
            if not row.get("is_main_payer") or (occupancy and occupancy.date_to):
                continue
            place = (row.plan.unit.id, row.get("role"))
            if place in payers:
                self._refuse_payer(row, payers[place])
            payers.setdefault(place, row.get("name"))

    @api.model
    def _untouched_main_payers(self, rows):
        """Return {(unit id, role): name} of main payers whom no row of the sheet is about."""
        touched = {row.plan.occupancy.id for row in rows if row.plan.occupancy}
        found = self.env["convenience.occupancy"].search(
            [
                ("unit_id", "in", list({row.plan.unit.id for row in rows})),
                ("is_main_payer", "=", True),
                ("date_to", "=", False),
                ("id", "not in", list(touched)),
            ]
        )
        return {(known.unit_id.id, known.role): known.partner_id.name for known in found}

    @api.model
    def _refuse_payer(self, row, payer):
        row.refuse(
            "is_main_payer",
            self.env._(
                "%(payer)s is the main payer of this role in the unit. Enter No for the others.",
                payer=payer,
            ),
        )
