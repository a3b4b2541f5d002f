from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column, table_exists

from ..guard.roles import DESK_GROUPS

RULES = (
    "convenience_service.rule_partner_resident",
    "convenience_service.rule_partner_bank_resident",
)
FOUND_OUT = frozenset(("is_resident", "convenience_is_named"))
DECIDED = "convenience_service.resident_data_decided"


class ResPartner(models.Model):
    """Whose name and phone number are personal data, and whom of them the user works for now.

    The record rules of `security/parties/resident_data.xml` ask both. They sleep until somebody
    switches them on: other apps of a running ERP may need their customers.
    """

    _name = "res.partner"
    _inherit = ["res.partner"]

    is_resident = fields.Boolean(
        "Resident",
        compute="_compute_is_resident",
        store=True,
        precompute=True,
        recursive=True,
        copy=False,
        help="Lives, works, lets or signs in a unit, or did so once; or belongs to who does.",
    )
    # of one's own: found for all at once, where a field that asks the parent is found one by one
    convenience_is_named = fields.Boolean(
        "Named in a Unit",
        compute="_compute_convenience_is_named",
        store=True,
        precompute=True,
        copy=False,
    )
    convenience_is_known = fields.Boolean(
        "Worked for Now",
        compute="_compute_convenience_is_known",
        search="_search_convenience_is_known",
        compute_sudo=True,
        exportable=False,
    )
    convenience_let_ids = fields.One2many(
        "convenience.occupancy", "landlord_id", "Units Let", groups=DESK_GROUPS
    )
    convenience_signed_ids = fields.Many2many(
        "convenience.occupancy",
        "convenience_occupancy_signatory_rel",
        "res_partner_id",
        "convenience_occupancy_id",
        "Signs in",
        copy=False,
        groups=DESK_GROUPS,
    )

    # those whom everybody may see, in the words of the rule and in the order of the list
    _no_resident_idx = models.Index("(complete_name, id DESC) WHERE is_resident IS NOT TRUE")
    _staff_idx = models.Index("(id) WHERE partner_share IS NOT TRUE")

    def _auto_init(self):
        """Before there are homes nobody is a resident: no contact is asked on installation."""
        cr = self.env.cr
        if not table_exists(cr, "convenience_occupancy"):
            for name in FOUND_OUT:
                if not column_exists(cr, self._table, name):
                    create_column(cr, self._table, name, "boolean")
        return super()._auto_init()

    # ------------------------------------------------------------------ who is a resident

    @api.depends("convenience_is_named", "parent_id.is_resident")
    def _compute_is_resident(self):
        for partner in self:
            partner.is_resident = partner.convenience_is_named or partner.parent_id.is_resident

    @api.depends("convenience_occupancy_ids", "convenience_let_ids", "convenience_signed_ids")
    def _compute_convenience_is_named(self):
        named = self._find_named()
        for partner in self:
            partner.convenience_is_named = partner._origin.id in named

    @api.model
    def _resident_fields(self):
        """Hook: the fields that make somebody a resident, as (model, name of the field).

        Whoever comes in by a field of a room above has an occupancy at that moment: only the
        fields of occupancies are watched, the others are asked when an occupancy goes.
        """
        return [
            ("convenience.occupancy", "partner_id"),
            ("convenience.occupancy", "landlord_id"),
            ("convenience.occupancy", "signatory_ids"),
        ]

    def _find_named(self):
        """Return the ids of those who are residents by themselves."""
        open_ids, named = set(self._origin.ids), set()
        for model, name in self._resident_fields():
            if not open_ids:
                break
            # archived records of whatever office count
            records = self.env[model].sudo().with_context(active_test=False)
            groups = records._read_group([(name, "in", list(open_ids))], [name])
            found = {partner.id for (partner,) in groups} & open_ids
            named |= found
            open_ids -= found
        return named

    def write(self, vals):
        # what is found out is not typed in, as the ERP has it at the creation
        if not FOUND_OUT.isdisjoint(vals):
            vals = {name: value for name, value in vals.items() if name not in FOUND_OUT}
        return super().write(vals)

    # ------------------------------------------------------------------ whom the user works for

    @api.model
    def _known_resident_ids(self):
        """Hook: ids of the residents whom the user works for at this moment, in a set."""
        return set()

    @api.depends("commercial_partner_id")
    @api.depends_context("uid")
    def _compute_convenience_is_known(self):
        known = self._known_resident_ids()
        for partner in self:
            partner.convenience_is_known = bool(
                known & {partner._origin.id, partner.commercial_partner_id._origin.id}
            )

    @api.model
    def _search_convenience_is_known(self, operator, value):
        """With the contacts and addresses below; by their ids, so that each part has an index."""
        if operator != "in":
            return NotImplemented
        known = list(self._known_resident_ids())
        return Domain("id", "in", known) | Domain("commercial_partner_id", "in", known)

    # ------------------------------------------------------------------ the switch

    @api.model
    def _resident_rules(self):
        rules = self.env["ir.rule"].sudo()
        for name in RULES:
            rules |= self.env.ref(name).sudo()
        return rules

    @api.model
    def _is_resident_data_guarded(self):
        # sudo: whether the rules are on is no secret
        return all(self._resident_rules().mapped("active"))

    @api.model
    def _is_resident_data_decided(self):
        """Whether somebody said who sees residents, or left it as it was knowingly."""
        # sudo: one parameter
        return bool(self.env["ir.config_parameter"].sudo().get_param(DECIDED))

    @api.model
    def _guard_resident_data(self, guarded):
        """Show residents to who works with them only, or to every login again.

        :param bool guarded: whether the record rules hold
        :raise AccessError: for who is no administrator
        """
        if not self.env.is_system():
            raise AccessError(
                self.env._(
                    "%(user)s does not decide who sees residents: have an administrator do so in "
                    "the settings.",
                    user=self.env.user.name,
                )
            )
        # sudo: after the check; the rules are nobody's to write
        self._resident_rules().active = guarded
        self.env["ir.config_parameter"].sudo().set_param(DECIDED, "1")
