from odoo import fields, models
from odoo.tools import SQL

ORIGINAL_DAYS = 30  # a rework that was asked for later is work of its own


class ConvenienceTimeliness(models.Model):
    """When each service was due and when it was done (及时、完成、返修): one row an item.

    Serves P2 4.4.2. What the customer cancelled is in no base; what was put off is measured from
    the new appointment. A rework is charged to the original job when it was asked for within 30
    days. A request with several items has several rows: counts are of requests.
    """

    _name = "convenience.timeliness"
    _description = "Deadlines Kept"
    _auto = False
    _order = "date_due desc, id desc"
    _rec_name = "request_id"

    request_id = fields.Many2one("convenience.request", readonly=True)
    office_id = fields.Many2one("convenience.office", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    product_id = fields.Many2one("product.product", "Item", readonly=True)
    customer_type_id = fields.Many2one("convenience.customer.type", readonly=True)
    provider_id = fields.Many2one("res.partner", "Outside Provider", readonly=True)
    date_due = fields.Date("To Be Finished On", readonly=True, help="Local day at the office.")
    date_arrival = fields.Date("Somebody There By", readonly=True, help="Local day at the office.")
    date_done = fields.Date("Done On", readonly=True, help="Local day at the office.")
    is_finished = fields.Boolean("Finished", readonly=True)
    finished_in_time = fields.Boolean(readonly=True)
    arrived_in_time = fields.Boolean(readonly=True)
    is_reworked = fields.Boolean("Reworked", readonly=True)

    @property
    def _table_query(self):
        for name in ("convenience.request", "convenience.request.line", "convenience.office"):
            self.env[name].flush_model()
        return SQL(
            """
            SELECT line.id, line.request_id, line.office_id, line.company_id, line.product_id,
                   COALESCE(line.department_id, request.department_id) AS department_id,
                   request.customer_type_id, request.provider_id, request.date_done,
                   %(due)s AS date_due, %(arrival)s AS date_arrival,
                   request.date_done IS NOT NULL AS is_finished,
                   COALESCE(request.done_at <= request.finish_by, FALSE) AS finished_in_time,
                   COALESCE(request.started_on <= request.respond_by, FALSE) AS arrived_in_time,
                   request.rework_count > 0 OR EXISTS (
                       SELECT FROM convenience_request AS again
                        WHERE again.rework_of_id = request.id AND again.state <> 'cancelled'
                          AND again.date_registered <= request.date_done + %(days)s
                   ) AS is_reworked
              FROM convenience_request_line AS line
              JOIN convenience_request AS request ON request.id = line.request_id
              JOIN convenience_office AS office ON office.id = line.office_id
             WHERE request.state <> 'cancelled'
            """,
            due=_local_day("finish_by"),
            arrival=_local_day("respond_by"),
            days=ORIGINAL_DAYS,
        )


def _local_day(column):
    """Return the local day, at the office, of a moment of the request."""
    return SQL(
        "(request.%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(office.tz, 'UTC'))::date",
        SQL.identifier(column),
    )
