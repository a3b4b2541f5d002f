from odoo import fields, models


class ConvenienceWorker(models.Model):
    """How many jobs one of the staff has, and how many it may be."""

    _name = "convenience.worker"
    _inherit = ["convenience.worker"]

    job_ceiling = fields.Integer(
        "Open Jobs at Most", help="0: as many as the rule of the department allows."
    )
    open_job_count = fields.Integer("Open Jobs", compute="_compute_open_job_count")

    _ceiling_positive = models.Constraint("CHECK(job_ceiling >= 0)", "A ceiling is not negative.")

    def _compute_open_job_count(self):
        counts = self._open_jobs()
        for worker in self:
            worker.open_job_count = counts.get((worker.office_id.id, worker.employee_id.id), 0)

    def _open_jobs(self):
        """Return {(office id, employee id): jobs assigned or in progress}."""
        # sudo: the number alone, also to colleagues who may not see the jobs
        groups = (
            self.env["convenience.request"]
            .sudo()
            ._read_group(
                [
                    ("state", "in", ("assigned", "in_progress")),
                    ("office_id", "in", self.office_id.ids),
                    ("worker_ids", "in", self.employee_id.ids),
                ],
                ["office_id", "worker_ids"],
                ["__count"],
            )
        )
        return {(office.id, employee.id): count for office, employee, count in groups}

    def _ceiling(self, rules):
        """Return how many open jobs the worker may have, 0 for any number."""
        rule = rules.get((self.office_id.id, self.department_id.id))
        return self.job_ceiling or (rule.ceiling if rule else 0)

    # ------------------------------------------------------------------ actions

    def action_report_present(self):
        """Whoever reports in may have work waiting."""
        result = super().action_report_present()
        self.env["convenience.request"]._trigger_dispatch()
        return result
