from odoo import api, fields, models

from ..guard.workflow import Move


class ConvenienceRequest(models.Model):
    """A visit that an agreement brings about: on its planned day, once, at the agreed price."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    agreement_line_id = fields.Many2one(
        "convenience.agreement.line",
        "Agreed Service",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    agreement_id = fields.Many2one(related="agreement_line_id.agreement_id")
    planned_date = fields.Date(
        "Planned Day",
        readonly=True,
        copy=False,
        help="Local day by the agreement; it stays when the visit is put off.",
    )
    agreement_cancelled = fields.Boolean(
        "Cancelled With the Agreement",
        readonly=True,
        copy=False,
        help="By a suspension, a change or an end, not by a person. The visit comes back when the "
        "agreement is resumed before its day.",
    )

    _visit_once = models.UniqueIndex(
        "(agreement_line_id, planned_date) WHERE agreement_line_id IS NOT NULL",
        "This visit of the agreement is registered already.",
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "agreement_line_id",
            "planned_date",
            "agreement_cancelled",
        }

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "agreement_line_id": False,
            "planned_date": False,
            "agreement_cancelled": False,
        }

    @api.model
    def _workflow_moves(self):
        """What ends, rests or goes on takes its visits along, by no person's move."""
        return [
            *super()._workflow_moves(),
            Move("new", "cancelled", via="agreement"),
            Move("assigned", "cancelled", via="agreement"),
            Move("cancelled", "new", via="agreement"),
        ]

    def _prepare_record_values(self, move, values):
        """A visit that comes back is none that somebody cancelled."""
        values = super()._prepare_record_values(move, values)
        if (move.source, move.target) != ("cancelled", "new"):
            return values
        again = {"agreement_cancelled": False, "cancelled_by_id": False, "cancelled_on": False}
        return {visit.id: {**values.get(visit.id, {}), **again} for visit in self}

    # ------------------------------------------------------------------ suspended and resumed

    @api.model
    def _resume_visits(self, visits):
        """Take up again the visits of these days that only a suspension had cancelled.

        Each is the request it was, to be dispatched anew at its agreed time; what somebody
        cancelled stays so. The caller is a job.

        :param visits: (line of an active agreement, planned local day) pairs that are served
        """
        served = {(line.id, day) for line, day in visits}
        # sudo: all of a visit is the agreement's, whoever may see it
        resting = self.sudo().search(
            [
                ("agreement_line_id", "in", [line_id for line_id, _day in served]),
                ("agreement_cancelled", "=", True),
                ("state", "=", "cancelled"),
            ]
        )
        resumed = resting.filtered(
            lambda visit: (visit.agreement_line_id.id, visit.planned_date) in served
        )
        if resumed:
            resumed._move_to_by_system("new", via="agreement", reason=self.env._("Resumed"))
        for visit in resumed:
            if visit.deadlines_from != visit.wanted_on:
                visit._restart_deadlines(visit.wanted_on)

    def _exempt_from_credit(self):
        """A visit was ordered when the agreement was signed."""
        return super()._exempt_from_credit() | self.filtered("agreement_line_id")
