from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .convenience_workflow_mixin import Move


class ConvenienceRequestAgreement(models.AbstractModel):
    """A visit that an agreement brings about: on its planned day, once, at the agreed price."""

    _name = "convenience.request.agreement"
    _description = "Visit of an Agreement"
    _inherit = ["convenience.request.part"]

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

    _visit_once = models.UniqueIndex(
        "(agreement_line_id, planned_date) WHERE agreement_line_id IS NOT NULL",
        "This visit of the agreement is registered already.",
    )

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"agreement_line_id", "planned_date"}

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "agreement_line_id": False,
            "planned_date": False,
        }

    @api.model
    def _workflow_moves(self):
        """What ends or rests takes its visits along, by no person's move."""
        return [
            *super()._workflow_moves(),
            Move("new", "cancelled", via="agreement"),
            Move("assigned", "cancelled", via="agreement"),
        ]

    def _exempt_from_credit(self):
        """A visit was ordered when the agreement was signed."""
        return super()._exempt_from_credit() | self.filtered("agreement_line_id")

    # ------------------------------------------------------------------ price

    def _agreed_terms(self, vals):
        """Return what the line of a visit copies of its agreement; nothing for any other line.

        What the customer orders besides, be it more of the same, costs what the tariff says.
        """
        agreed = self.agreement_line_id
        own = agreed and not self.line_ids and vals.get("product_id") == agreed.product_id.id
        return agreed._prepare_request_terms() if own else None

    # ------------------------------------------------------------------ registration

    @api.model
    def _register_visits(self, visits):
        """Register visits of agreements, each once; the caller is a job or has checked who asks.

        :param visits: (line of an active agreement, planned local day) pairs
        :return: the requests that were not there yet
        """
        missing = self._visits_missing(visits)
        requests = self._create_guarded([self._prepare_visit(*visit) for visit in missing])
        requests._after_registration()
        return requests

    @api.model
    def _visits_missing(self, visits):
        lines = self.env["convenience.agreement.line"].union(*(line for line, _day in visits))
        # sudo: a visit the user may not see is made all the same
        known = self.sudo()._read_group(
            [("agreement_line_id", "in", lines.ids)], ["agreement_line_id", "planned_date:day"]
        )
        made = {(line.id, day) for line, day in known}
        return [(line, day) for line, day in dict.fromkeys(visits) if (line.id, day) not in made]

    @api.model
    def _prepare_visit(self, line, day):
        """Return what a visit is registered with: all of it is the agreement's."""
        agreement, office = line.agreement_id, line.office_id
        # sudo: the number is drawn for whoever registers
        sequence = self.env["ir.sequence"].sudo().with_company(office.sudo().company_id)
        local = datetime.combine(day, time.min) + timedelta(hours=line.visit_time)
        wanted_on = office._to_utc(local)
        return {
            "name": sequence.next_by_code("convenience.request"),
            "agreement_line_id": line.id,
            "planned_date": day,
            "office_id": office.id,
            "unit_id": agreement.unit_id.id,
            "customer_id": agreement.partner_id.id,
            "occupancy_id": agreement.occupancy_id.id,
            "customer_type_id": agreement.customer_type_id.id,
            "payer_id": agreement.payer_id.id,
            "payer_consent": agreement.payer_consent,
            "settlement_mode": line.settlement_mode,
            "phone": agreement.phone,
            "channel": "agreement",
            "department_id": line.department_id.id,
            "wanted_on": wanted_on,
            # its deadlines run from the time that was agreed
            "deadlines_from": wanted_on,
            "registered_at": fields.Datetime.now(),
            "date_registered": office._today(),
            "line_ids": [
                Command.create({"product_id": line.product_id.id, "quantity": line.quantity})
            ],
        }
