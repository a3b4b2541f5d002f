from odoo import api, fields, models


class ConvenienceWorkerCertificate(models.Model):
    """A certificate that one of the staff holds, from when to when, with its scan."""

    _name = "convenience.worker.certificate"
    _description = "Certificate of Service Staff"
    _order = "worker_id, date_to desc, id"

    worker_id = fields.Many2one("convenience.worker", required=True, index=True, ondelete="cascade")
    office_id = fields.Many2one(related="worker_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    type_id = fields.Many2one(
        "convenience.certificate.type", "Certificate", required=True, ondelete="restrict"
    )
    number = fields.Char("Certificate Number")
    date_from = fields.Date("Valid From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Valid Until", help="Last day; empty: for good.")
    scan = fields.Binary(attachment=True)

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "A certificate cannot end before it begins.",
    )

    @api.model
    def _held_on(self, workers, day):
        """Return {worker id: ids of the certificates held on a local day}."""
        groups = self._read_group(
            [
                ("worker_id", "in", workers.ids),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ],
            ["worker_id"],
            ["type_id:array_agg"],
        )
        return {worker.id: set(types) for worker, types in groups}
