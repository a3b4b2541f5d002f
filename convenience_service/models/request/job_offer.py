from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..guard.roles import WORKER


class ConvenienceJobOffer(models.Model):
    """A job that whoever comes first may take: where and what, without the customer's name.

    A view over the requests of departments whose work is claimed; the request itself stays out of
    a worker's sight until it is theirs. Visits of agreements are offered as soon as the desk would
    assign them, not weeks ahead.
    """

    _name = "convenience.job.offer"
    _description = "Job to Be Claimed"
    _auto = False
    _order = "is_urgent desc, finish_by, id"
    _depends = {
        "convenience.request": [
            "name", "office_id", "company_id", "department_id", "unit_id", "is_urgent",
            "wanted_on", "finish_by", "state", "put_off_until", "planned_on",
        ],
        "convenience.dispatch.rule": ["office_id", "department_id", "mode"],
    }  # fmt: skip

    name = fields.Char("Number", readonly=True)
    office_id = fields.Many2one("convenience.office", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    unit_id = fields.Many2one("convenience.unit", readonly=True)
    is_urgent = fields.Boolean("Urgent", readonly=True)
    wanted_on = fields.Datetime(readonly=True)
    finish_by = fields.Datetime(readonly=True)
    items_summary = fields.Char("Services Ordered", compute="_compute_items_summary")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT request.id, request.name, request.office_id, request.company_id,
                   request.department_id, request.unit_id, request.is_urgent, request.wanted_on,
                   request.finish_by
              FROM convenience_request request
              JOIN convenience_dispatch_rule rule
                ON rule.office_id = request.office_id
               AND rule.department_id = request.department_id
              JOIN convenience_office office ON office.id = request.office_id
             WHERE request.state = 'new'
               AND request.put_off_until IS NULL
               AND rule.mode = 'claim'
               AND %s
            """,
            self._to_be_claimed(),
        )

    def _to_be_claimed(self):
        """Hook: the SQL condition on `request` and `office` for jobs that may be claimed now."""
        return SQL("TRUE")

    def _compute_items_summary(self):
        # sudo: what is to be done is all that is shown of the request
        requests = self.env["convenience.request"].sudo().browse(self.ids)
        summaries = {request.id: request.items_summary for request in requests}
        for offer in self:
            offer.items_summary = summaries[offer.id]

    def action_claim(self):
        """Take the job; of two who press at the same moment one has it, the other reads who."""
        self.ensure_one()
        # sudo: the offer may be gone, and the request tells who has it; checked right below
        request = self.env["convenience.request"].sudo().browse(self.id).exists()
        user = self.env.user
        if user not in request.office_id.user_ids or not user._has_convenience_role(WORKER):
            raise AccessError(
                self.env._("%(user)s cannot claim jobs of this office.", user=user.name)
            )
        request._claim()
        return self._open_job(request)

    @api.model
    def _open_job(self, request):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_my_jobs"
        )
        form = self.env.ref("convenience_service.convenience_request_view_form_worker")
        return {**action, "res_id": request.id, "view_mode": "form", "views": [(form.id, "form")]}
