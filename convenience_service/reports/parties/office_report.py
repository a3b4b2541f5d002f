from odoo import api, models
from odoo.exceptions import AccessError

from ...models.guard.roles import CASHIER, GENERAL_MANAGER, SERVICE_MANAGER, SUPERVISOR


class ConvenienceOfficeReportMixin(models.AbstractModel):
    """What the reports about an office share: not everybody who sees a request reads them."""

    _name = "convenience.office.report.mixin"
    _description = "Report of an Office"

    @api.model
    def _reader_roles(self):
        """The roles the report is for."""
        return (SUPERVISOR, GENERAL_MANAGER)

    @api.model
    def _reader_refusal(self, user):
        """Return what is said to anybody else."""
        return self.env._(
            "The reports of the desk are for supervisor, service manager, director and general "
            "manager. %(user)s is none of these.",
            user=user.name,
        )

    @api.model
    def _check_reader(self):
        """Refuse who may see some requests but not the work of an office.

        :raise AccessError: when the user is in none of the roles the report is for
        """
        user = self.env.user
        if not self.env.su and not user._has_convenience_role(*self._reader_roles()):
            raise AccessError(self._reader_refusal(user))


class ConvenienceMoneyReportMixin(models.AbstractModel):
    """What the reports about an office's money share: who reads them, and the frame."""

    _name = "convenience.money.report.mixin"
    _inherit = ["convenience.office.report.mixin"]
    _description = "Report about the Money of an Office"

    @api.model
    def _reader_roles(self):
        return (SERVICE_MANAGER, CASHIER, GENERAL_MANAGER)

    @api.model
    def _get_report_values(self, docids, data=None):
        """Report on what `data` asks for; see `_paper` of each report.

        :raise AccessError: for whom the report is not
        """
        return {
            "doc_ids": [],
            "doc_model": "convenience.office",
            "docs": self.env["convenience.office"],
            **self._paper(data or {}),
        }

    @api.model
    def _paper(self, data):
        """Return what the template shows of what is asked for."""
        raise NotImplementedError
