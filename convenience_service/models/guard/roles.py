"""The roles of the addon: one table, and one place that answers whether a user has one.

Buttons, jobs, reports, wizards and the move tables of every model ask here, in Python, and never
the group itself: what lets somebody act for another is then a matter of this file only. Access
lists, record rules, views and `groups=` of fields name the groups, as the ERP reads them.
"""

from typing import NamedTuple

from odoo import api, models

CLERK = "group_clerk"
SUPERVISOR = "group_supervisor"
SERVICE_MANAGER = "group_service_manager"
DIRECTOR = "group_director"
WORKER = "group_worker"
CASHIER = "group_cashier"
GENERAL_MANAGER = "group_general_manager"
SHEET_IMPORT = "group_sheet_import"
# The ERP's own right to post: the cashier has it, and so has the company's accountant.
ACCOUNTANT = "group_account_invoice"
# Whoever gives out rights in the ERP.
ADMINISTRATOR = "group_erp_manager"

# Who sees what a payer owes or has paid ahead.
DESK_GROUPS = (
    "convenience_service.group_clerk,convenience_service.group_cashier,"
    "convenience_service.group_general_manager"
)


class Role(NamedTuple):
    """What a role is: its group, and whether it acts in every office of its companies."""

    group: str
    company_wide: bool = False


ROLES = {
    CLERK: Role("convenience_service.group_clerk"),
    SUPERVISOR: Role("convenience_service.group_supervisor"),
    SERVICE_MANAGER: Role("convenience_service.group_service_manager"),
    DIRECTOR: Role("convenience_service.group_director"),
    WORKER: Role("convenience_service.group_worker"),
    CASHIER: Role("convenience_service.group_cashier", company_wide=True),
    GENERAL_MANAGER: Role("convenience_service.group_general_manager", company_wide=True),
    SHEET_IMPORT: Role("convenience_service.group_sheet_import"),
    ACCOUNTANT: Role("account.group_account_invoice", company_wide=True),
    ADMINISTRATOR: Role("base.group_erp_manager", company_wide=True),
}


class ResUsers(models.Model):
    _inherit = "res.users"

    def _has_convenience_role(self, *roles, companies=None):
        """Whether the user has at least one of the roles at this moment, also under sudo.

        Every question about a role comes through here.

        :param roles: keys of `ROLES`; without any, nobody has one
        :param companies: where it is decided; given, deputies of these companies have the role too
        :raise KeyError: for a role that is not in the table
        """
        self.ensure_one()
        return any(self.has_group(ROLES[role].group) for role in roles) or bool(
            companies and self._convenience_principal(companies, *roles)
        )

    @api.model
    def _convenience_role_names(self, *roles):
        """Return what the roles are called in the language of the user, in a list."""
        # sudo: names of groups are no secret, reading them needs rights
        return [self.env.ref(ROLES[role].group).sudo().name for role in roles]

    @api.model
    def _convenience_role_users(self, role):
        """Return who has a role by their own rights, in whatever company."""
        # sudo: who has which role is no secret to the rules
        return self.env.ref(ROLES[role].group).sudo().all_user_ids
