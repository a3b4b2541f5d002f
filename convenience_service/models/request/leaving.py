from odoo import api, models
from odoo.fields import Command

from ..guard.workflow import Move

OPEN_STATES = ("new", "assigned", "in_progress")


class ConvenienceWorker(models.Model):
    """Whoever leaves the staff of an office is on no job of it from then on."""

    _name = "convenience.worker"
    _inherit = ["convenience.worker"]

    def write(self, vals):
        leave = "active" in vals and not vals["active"]
        leaving = self.filtered("active") if leave else self.browse()
        result = super().write(vals)
        leaving._give_jobs_back()
        return result

    def _give_jobs_back(self):
        # sudo: who archives somebody need not be of the service desk
        requests = self.env["convenience.request"].sudo()
        for office, workers in self.sudo().grouped("office_id").items():
            people = workers.employee_id
            jobs = requests.search(
                [
                    ("office_id", "=", office.id),
                    ("state", "in", OPEN_STATES),
                    ("worker_ids", "in", people.ids),
                ]
            )
            jobs._leave_to_others(people)


class ConvenienceRequest(models.Model):
    """An open job goes on with who else is on it; where nobody is, it is dispatched anew."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("assigned", "new", via="leaving"),
            Move("in_progress", "new", via="leaving"),
        ]

    def _leave_to_others(self, people):
        """Take employees who left off these jobs."""
        self.worker_ids = [Command.unlink(person.id) for person in people]
        alone = self.filtered(lambda job: not job.worker_ids and not job.provider_id)
        reason = self.env._("%(people)s left", people=", ".join(people.mapped("name")))
        alone.filtered(lambda job: job.state != "new")._move_to_by_system(
            "new", via="leaving", reason=reason
        )
        self._trigger_dispatch()
