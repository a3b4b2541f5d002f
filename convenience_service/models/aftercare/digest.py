from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..guard.roles import GENERAL_MANAGER, SUPERVISOR
from .quality import LIKED


class DigestDigest(models.Model):
    """What the management reads by mail, daily or weekly: of the offices of whoever reads it."""

    _inherit = "digest.digest"

    kpi_convenience_finished = fields.Boolean("Services Finished")
    kpi_convenience_finished_value = fields.Integer(
        "Number of Services Finished", compute="_compute_kpi_convenience_finished_value"
    )
    kpi_convenience_late = fields.Boolean("Services Finished Late")
    kpi_convenience_late_value = fields.Integer(
        "Number of Services Finished Late", compute="_compute_kpi_convenience_late_value"
    )
    kpi_convenience_complaints = fields.Boolean("Complaints about Services")
    kpi_convenience_complaints_value = fields.Integer(
        "Number of Complaints about Services", compute="_compute_kpi_convenience_complaints_value"
    )
    kpi_convenience_satisfaction = fields.Boolean("Satisfied Customers in Per Cent")
    kpi_convenience_satisfaction_value = fields.Float(
        "Share of Satisfied Customers", compute="_compute_kpi_convenience_satisfaction_value"
    )

    def _compute_kpi_convenience_finished_value(self):
        self._count_convenience(
            "kpi_convenience_finished_value", "convenience.timeliness", "date_done"
        )

    def _compute_kpi_convenience_late_value(self):
        late = Domain("finished_in_time", "=", False)
        self._count_convenience(
            "kpi_convenience_late_value", "convenience.timeliness", "date_done", late
        )

    def _compute_kpi_convenience_complaints_value(self):
        self._count_convenience("kpi_convenience_complaints_value", "convenience.complaint", "date")

    def _compute_kpi_convenience_satisfaction_value(self):
        answered = Domain("state", "=", "reached") & Domain("satisfaction", "!=", False)
        liked = Domain("satisfaction", "in", LIKED)
        if self._is_no_mail():
            self.kpi_convenience_satisfaction_value = 0.0
            return
        for digest in self:
            found = [
                self.env["convenience.followup"].search_count(
                    digest._convenience_days("date_done") & answered & more
                )
                for more in (Domain.TRUE, liked)
            ]
            digest.kpi_convenience_satisfaction_value = (
                100.0 * found[1] / found[0] if found[0] else 0.0
            )

    def _count_convenience(self, name, model, day, more=Domain.TRUE):
        """Count records of a span, a request once; by the rights of whoever reads it."""
        if self._is_no_mail():
            self[name] = 0
            return
        once = "request_id:count_distinct" if model == "convenience.timeliness" else "__count"
        for digest in self:
            domain = digest._convenience_days(day) & more
            ((count,),) = self.env[model]._read_group(domain, [], [once])
            digest[name] = count

    def _is_no_mail(self):
        """Only a mail has a span; lists, forms and exports of digests show no figures of ours."""
        return not self.env.context.get("start_datetime")

    def _check_convenience_reader(self):
        """The ERP leaves a figure out of the mail of whoever may not see it."""
        if not self.env.user._has_convenience_role(SUPERVISOR, GENERAL_MANAGER):
            raise AccessError(
                self.env._("Figures of services are for supervisors, directors and managers.")
            )

    def _convenience_days(self, day):
        self._check_convenience_reader()
        start, end, companies = self._get_kpi_compute_parameters()
        company = Domain("company_id", "in", (self.company_id or companies).ids)
        first, last = fields.Date.to_date(start), fields.Date.to_date(end)
        return company & Domain(day, ">=", first) & Domain(day, "<", last)

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        action = "convenience_service.action_convenience_office_quality"
        menu = self.env.ref("convenience_service.menu_convenience_root").id
        for name in ("finished", "late", "complaints", "satisfaction"):
            actions[f"kpi_convenience_{name}"] = f"{action}?menu_id={menu}"
        return actions
