from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .roles import ADMINISTRATOR, DIRECTOR, GENERAL_MANAGER

PARTIES = ("principal_id", "deputy_id", "role", "company_id")


class ConvenienceDelegation(models.Model):
    """Who decides for somebody who is away (代理审批): by name, from a day to a day.

    A deputy has what the role may decide in the company, and sees what there is to decide. Who
    decided, and for whom, stands with the decision. What one proposed oneself one does not decide
    as a deputy either. P2 3.1, 4.1.6.
    """

    _name = "convenience.delegation"
    _description = "Deputy"
    _inherit = ["convenience.guarded.mixin"]
    _order = "date_from desc, id desc"

    principal_id = fields.Many2one(
        "res.users", "Away", required=True, index=True, default=lambda self: self.env.user
    )
    deputy_id = fields.Many2one(
        "res.users", required=True, index=True, help="A director of the company."
    )
    role = fields.Selection(
        [(GENERAL_MANAGER, "General Manager")], required=True, default=GENERAL_MANAGER
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To", required=True)
    reason = fields.Char()
    named_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_on = fields.Datetime("Ended Early On", readonly=True, copy=False)
    is_current = fields.Boolean("Today", compute="_compute_is_current", search="_search_is_current")

    _days_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The first day comes before the last."
    )

    @api.depends("principal_id", "deputy_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "%(deputy)s for %(principal)s",
                deputy=one.deputy_id.name,
                principal=one.principal_id.name,
            )

    @api.depends("date_from", "date_to", "ended_on")
    def _compute_is_current(self):
        current = self.filtered_domain(self._current())
        for one in self:
            one.is_current = one in current

    @api.model
    def _search_is_current(self, operator, value):
        return self._current() if operator == "in" else NotImplemented

    @api.model
    def _current(self):
        """Return the domain of those that hold today, where the user is."""
        today = fields.Date.context_today(self)
        days = Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        return days & Domain("ended_on", "=", False)

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        days = {"date_from", "date_to", "named_by_id", "ended_on"}
        return super()._guarded_fields() | days | {*PARTIES}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "named_by_id": self.env.uid, "ended_on": False}

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        # sudo: who has which role is no secret to the rule
        for one in delegations.sudo():
            one._check_named()
        return delegations

    def _check_named(self):
        """Who is away names the deputy, or who gives out rights; a deputy names nobody."""
        user, principal = self.env.user, self.principal_id
        if user != principal and not user._has_convenience_role(ADMINISTRATOR):
            raise AccessError(
                self.env._(
                    "%(deputy)s can be named by %(principal)s or by an administrator.",
                    deputy=self.deputy_id.name,
                    principal=principal.name,
                )
            )
        works_there = self.company_id in principal.company_ids
        if not (works_there and principal._has_convenience_role(self.role)):
            raise UserError(
                self.env._(
                    "%(principal)s has not the role %(role)s: choose who has it.",
                    principal=principal.name,
                    role=" / ".join(user._convenience_role_names(self.role)),
                )
            )
        self._check_deputy()

    def _check_deputy(self):
        deputy, company = self.deputy_id, self.company_id
        fits = deputy.active and deputy._has_convenience_role(DIRECTOR)
        if deputy == self.principal_id or not fits or company not in deputy.company_ids:
            raise UserError(
                self.env._(
                    "%(deputy)s cannot decide for %(principal)s: choose a director of %(company)s.",
                    deputy=deputy.name,
                    principal=self.principal_id.name,
                    company=company.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for one in self:
            raise UserError(
                self.env._(
                    "%(delegation)s stays on file. End it instead.", delegation=one.display_name
                )
            )

    # ------------------------------------------------------------------ actions

    def action_end(self):
        """The principal is back: the deputy decides nothing from now on."""
        self.check_access("read")
        user = self.env.user
        for one in self.sudo():
            people = one.principal_id | one.deputy_id
            if user not in people and not user._has_convenience_role(ADMINISTRATOR):
                raise AccessError(
                    self.env._(
                        "%(delegation)s is ended by one of the two, or by an administrator.",
                        delegation=one.display_name,
                    )
                )
        return self.filtered(lambda one: not one.ended_on)._write_guarded(
            {"ended_on": fields.Datetime.now()}
        )


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company"]

    convenience_delegation_ids = fields.One2many(
        "convenience.delegation",
        "company_id",
        readonly=True,
        copy=False,
        exportable=False,
        groups="convenience_service.group_director,convenience_service.group_general_manager",
    )


class ResUsers(models.Model):
    """Roles that somebody else lends for some days."""

    _name = "res.users"
    _inherit = ["res.users"]

    def _convenience_principal(self, companies, *roles):
        """Return for whom the user decides today in all of these companies: nobody who has one of
        the roles decides for somebody else.

        :param roles: keys of `ROLES`
        """
        self.ensure_one()
        nobody = self.browse()
        if not companies or self._has_convenience_role(*roles):
            return nobody
        # sudo: whom one stands in for is no secret to the rule
        delegations = self.env["convenience.delegation"].sudo()
        own = Domain("deputy_id", "=", self.id) & Domain("role", "in", roles)
        held = delegations.search(own & delegations._current()).filtered(
            lambda one: one.principal_id.active and one.principal_id._has_convenience_role(one.role)
        )
        return held[:1].principal_id if companies <= held.company_id else nobody

    @api.model
    def _convenience_deciders(self, company, role):
        """Return who decides in the company today by a role: who has it, and who stands in."""
        # sudo: whom to ask is no secret
        delegations = self.env["convenience.delegation"].sudo()
        held = delegations.search(
            Domain("company_id", "=", company.id)
            & Domain("role", "=", role)
            & delegations._current()
        )
        people = self._convenience_role_users(role) | held.deputy_id
        return people.filtered(lambda user: user.active and company in user.company_ids)


class ConvenienceWorkflowMixin(models.AbstractModel):
    """Decisions of deputies, in the history."""

    _name = "convenience.workflow.mixin"
    _inherit = ["convenience.workflow.mixin"]

    def _reason_of_deputy(self, companies, move, reason):
        """Who decides for somebody else leaves word of it in the history."""
        principal = self.env.user._convenience_principal(companies, *move.groups)
        if not principal:
            return reason
        standing_in = self.env._("For %(principal)s", principal=principal.sudo().name)
        return f"{standing_in}: {reason}" if reason else standing_in
