import logging

from odoo import fields, models

from ..guard.job import CONCURRENCY_ERRORS

_logger = logging.getLogger(__name__)


class ConvenienceOffice(models.Model):
    """How an office follows its work up (回访)."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    followup_first_visits = fields.Boolean(
        "Every First Visit",
        help="Customers who were never served before are always called. Leave it off until the "
        "history of before is loaded.",
    )
    followup_rest_days = fields.Integer(
        "Not Called Again for Days",
        default=30,
        help="Complaints and first visits are followed up whatever was asked before.",
    )
    followup_calls = fields.Integer(
        "Calls a Day and Caller", default=20, help="What is beyond that is recorded as cut."
    )
    followup_high_amount = fields.Monetary(
        "Every Amount From", help="Requests of at least that much are always followed up; 0: none."
    )
    followup_script = fields.Text(
        "What Is Said and Asked", help="Shown to whoever calls.", translate=True
    )

    _followup_numbers = models.Constraint(
        "CHECK(followup_rest_days >= 0 AND followup_calls > 0 AND followup_high_amount >= 0)",
        "Days and amounts are not negative, and somebody makes at least one call a day.",
    )

    def _do_apart(self, work):
        """Do the work of one office in a nightly job; what fails there holds up no other office.

        :param work: called with the office; what it wrote is undone when it raises
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                work(self)
        except CONCURRENCY_ERRORS:
            raise
        except Exception:  # whatever one office has, the others are done
            _logger.warning("The nightly work of %s failed.", self.name, exc_info=True)
