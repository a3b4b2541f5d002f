from odoo import fields, models
from odoo.fields import Domain


class ConvenienceOffice(models.Model):
    """How an office takes care of its requests, and what the overview counts of them."""

    _name = "convenience.office"
    _inherit = ["convenience.office"]

    report_in_required = fields.Boolean(
        "Report In Before Going Out",
        help="Nobody checks in at a customer's before the desk has confirmed uniform and badge.",
    )
    dispatch_rule_ids = fields.One2many("convenience.dispatch.rule", "office_id", "Dispatch")
    warn_before_hours = fields.Float(
        "Warn Before a Deadline",
        default=1.0,
        help="Hours ahead of a deadline from which a request counts as due soon.",
    )
    escalate_after_hours = fields.Float(
        "To the Director After",
        default=4.0,
        help="Hours after a missed deadline until the director is told.",
    )
    raise_share = fields.Float(
        "Raise That Needs the Supervisor (%)",
        default=20.0,
        help="Work that becomes dearer after somebody was sent, by more than this share of what "
        "was agreed, is approved by a supervisor as well as by the customer. Zero: every raise.",
    )
    to_assign_count = fields.Integer(
        "To Assign",
        compute="_compute_request_counts",
        help="New requests, and the visits of agreements in the days that the office assigns "
        "ahead. Visits after them have the filter Later Visits.",
    )
    in_work_count = fields.Integer("In Work", compute="_compute_request_counts")
    to_sign_count = fields.Integer("To Sign", compute="_compute_request_counts")
    to_review_count = fields.Integer("To Review", compute="_compute_request_counts")
    overdue_count = fields.Integer("Overdue", compute="_compute_request_counts")

    _escalation_hours = models.Constraint(
        "CHECK(warn_before_hours >= 0 AND escalate_after_hours >= 0)",
        "The hours of warning and of escalation are zero or more.",
    )
    _raise_share_positive = models.Constraint(
        "CHECK(raise_share >= 0)",
        "The share from which a raise needs the supervisor is zero or more.",
    )

    def _request_count_domains(self):
        """What the overview counts: field name → domain on requests."""
        return {
            "to_assign_count": Domain("is_to_assign", "=", True),
            "in_work_count": Domain("state", "in", ("assigned", "in_progress")),
            "to_sign_count": Domain([("state", "=", "done"), ("signature_required", "=", True)]),
            "to_review_count": Domain("is_to_review", "=", True),
            "overdue_count": Domain("is_overdue", "=", True),
        }

    def _compute_request_counts(self):
        requests = self.env["convenience.request"]
        for name, domain in self._request_count_domains().items():
            counts = dict(
                requests._read_group(
                    domain & Domain("office_id", "in", self.ids), ["office_id"], ["__count"]
                )
            )
            for office in self:
                office[name] = counts.get(office, 0)

    def _is_used(self):
        # sudo: requests the user may not see count as well
        requests = self.env["convenience.request"].sudo()
        return super()._is_used() or bool(
            requests.search_count([("office_id", "in", self.ids)], limit=1)
        )

    # ------------------------------------------------------------------ actions

    def action_open_requests(self):
        """Open the requests behind a figure of the overview (`figure` in the context)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        figure = str(self.env.context.get("figure"))
        domain = self._request_count_domains().get(figure, Domain.TRUE)
        action.update(
            domain=list(domain & Domain("office_id", "=", self.id)),
            context={"default_office_id": self.id},
        )
        return action
