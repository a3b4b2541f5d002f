from datetime import timedelta

from odoo import api, models

from ..parties.working_time import WorkingTime

# A job that lasts longer goes over night: only the office's working hours are work.
ONE_SHIFT = timedelta(hours=12)


class ConvenienceRequest(models.Model):
    """What a job took: the hours of its workers, copied once when they check out, and materials.

    An hour costs what the ERP has for the employee on that day; a rise of wages later does not
    make the job dearer. Work that is done anew adds to it.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _after_move(self, move):
        result = super()._after_move(move)
        if (move.source, move.target) == ("in_progress", "done"):
            # sudo: wages are nobody's to read who checks out
            self.sudo()._note_labour()
        return result

    def _note_labour(self):
        values = {}
        for office, requests in self.grouped("office_id").items():
            begun = requests.filtered(lambda request: request.started_on and request.worker_ids)
            since = min(begun.mapped("started_on"), default=False)
            working = WorkingTime(office, since) if since else None
            for request in begun:
                values |= request._labour_values(working)
        self.line_ids.browse(values)._write_guarded_each(values)

    def _labour_values(self, working):
        """Return {line id: what it has cost in labour by now}; company currency."""
        hours = self._worked_time(working) / timedelta(hours=1)
        rates = self.worker_ids.with_company(self.company_id).mapped("hourly_cost")
        parts = self.line_ids._shared_by_amount(self.currency_id.round(hours * sum(rates)))
        return {
            line.id: {"labour_cost": line.labour_cost + part}
            for line, part in parts.items()
            if part
        }

    def _worked_time(self, working):
        """Return the time between check-in and check-out, over night only what is worked."""
        span = self.done_at - self.started_on
        if span <= ONE_SHIFT:
            return max(span, timedelta())
        return working.between(self.started_on, self.done_at) or span


class ConvenienceRequestMaterial(models.Model):
    """Each change of the materials is a change of what the services cost."""

    _name = "convenience.request.material"
    _inherit = ["convenience.request.material"]

    @api.model_create_multi
    def create(self, vals_list):
        materials = super().create(vals_list)
        materials._share_cost(materials.request_id)
        return materials

    def write(self, vals):
        result = super().write(vals)
        self._share_cost(self.request_id)
        return result

    def unlink(self):
        requests = self.request_id
        result = super().unlink()
        self._share_cost(requests)
        return result

    @api.model
    def _share_cost(self, requests):
        # sudo: cost is kept for everybody, shown to few
        values = {}
        for request in requests.sudo().exists():
            total = sum(request.material_ids.mapped("cost"))
            for line, part in request.line_ids._shared_by_amount(total).items():
                if line.material_cost != part:
                    values[line.id] = {"material_cost": part}
        lines = self.env["convenience.request.line"].sudo()
        lines.browse(values)._write_guarded_each(values)
