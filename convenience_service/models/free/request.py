from odoo import api, fields, models
from odoo.exceptions import UserError

LOAN_KINDS = ("loan", "custody")
LOAN_READERS = "convenience_service.group_clerk,convenience_service.group_general_manager"


class ConvenienceRequest(models.Model):
    """What was handed out or taken into custody for a request."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    loan_ids = fields.One2many("convenience.loan", "request_id", "Loans", groups=LOAN_READERS)
    loans_out_count = fields.Integer(
        "Not Returned", compute="_compute_loans_out_count", groups=LOAN_READERS
    )
    has_loan_line = fields.Boolean(compute="_compute_has_loan_line")

    @api.depends("loan_ids.state")
    def _compute_loans_out_count(self):
        for request in self:
            request.loans_out_count = len(
                request.loan_ids.filtered(lambda loan: loan.state == "out")
            )

    @api.depends("line_ids.product_id.convenience_kind")
    def _compute_has_loan_line(self):
        for request in self:
            request.has_loan_line = bool(request._loan_lines())

    def _loan_lines(self):
        return self.line_ids.filtered(lambda line: line.product_id.convenience_kind in LOAN_KINDS)

    def action_hand_out(self):
        """Open the loan to be written down, filled in from the request.

        :raise UserError: when nothing to lend or keep was ordered, or its deposit is not there
        """
        self.ensure_one()
        line = self._line_to_hand_out()
        self._check_hand_out(line)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Out"),
            "res_model": "convenience.loan",
            "view_mode": "form",
            "context": self._prepare_loan_defaults(line),
        }

    def _line_to_hand_out(self):
        """Return the first service of which nothing was handed out."""
        return self._lines_to_hand_out()[:1]

    def _lines_to_hand_out(self):
        """Return the services of which nothing was handed out; all of them where there is none."""
        lines = self._loan_lines()
        return lines - self.loan_ids.request_line_id or lines

    def _check_hand_out(self, line):
        """Refuse to hand out what the request does not order."""
        if not line or self.state == "cancelled":
            raise UserError(
                self.env._(
                    "%(request)s does not order that something is lent or kept.", request=self.name
                )
            )

    def _prepare_loan_defaults(self, line):
        return {
            "default_request_line_id": line.id,
            "default_kind": line.product_id.convenience_kind,
            "default_name": line.name,
            "default_unit_id": self.unit_id.id,
            "default_resident_id": self.customer_id.id,
            "default_phone": self.phone,
        }

    def action_open_loans(self):
        """Open what was handed out or kept for the request."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_loan"
        )
        return {**action, "domain": [("request_id", "in", self.ids)], "context": {}}
