from datetime import datetime, time

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get

SETTLEMENT_GROUPS = (
    "convenience_service.group_service_manager,convenience_service.group_cashier,"
    "convenience_service.group_general_manager"
)


class ConvenienceOffice(models.Model):
    """A management office (管理处): the place whose people serve, bill and answer for its units.

    Every record of the application hangs on one office, and through it on one company. Days,
    months and prices are counted in the office's own time zone.
    """

    _name = "convenience.office"
    _description = "Management Office"
    _inherit = ["convenience.guarded.mixin", "mail.thread"]
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(help="Short name used in numbers of statements.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Address",
        check_company=True,
        help="Name, address and phone printed on documents.",
    )
    developer_id = fields.Many2one(
        "res.partner", check_company=True, help="Owner of the units that are not sold yet."
    )
    department_id = fields.Many2one(
        "hr.department",
        "Root Department",
        check_company=True,
        help="Departments below this one do the work of the office.",
    )
    director_id = fields.Many2one("res.users", tracking=True)
    deputy_ids = fields.Many2many("res.users", "convenience_office_deputy_rel", string="Deputies")
    service_manager_id = fields.Many2one("res.users", tracking=True)
    user_ids = fields.Many2many(
        "res.users",
        "convenience_office_user_rel",
        string="Users",
        default=lambda self: self.env.user,
        help="Who works in this office and sees its records.",
    )
    collector_ids = fields.Many2many(
        "res.users",
        "convenience_office_collector_rel",
        string="Collectors",
        help="Clerks who may take money on numbered receipts.",
    )
    committee_partner_ids = fields.Many2many(
        "res.partner", "convenience_office_committee_rel", string="Owners' Committee"
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        check_company=True,
        default=lambda self: self.env.company.resource_calendar_id,
    )
    quiet_from = fields.Float(default=22.0, help="Local time from which noisy work is refused.")
    quiet_to = fields.Float("Quiet Until", default=8.0)
    report_in_required = fields.Boolean(
        "Report In Before Going Out",
        help="Nobody checks in at a customer's before the desk has confirmed uniform and badge.",
    )
    dispatch_rule_ids = fields.One2many("convenience.dispatch.rule", "office_id", "Dispatch")
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "Asia/Shanghai",
        help="Local days, months and prices are counted in this zone; it stays once used.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Invoice Journal",
        check_company=True,
        domain="[('type', '=', 'sale')]",
        help="Customer invoices of this office. Empty: the first sales journal of the company.",
    )
    payment_term_id = fields.Many2one("account.payment.term", "Payment Terms", check_company=True)
    payment_note = fields.Text(
        "How to Pay", translate=True, help="Printed on statements: place, hours, account, phone."
    )
    cutoff_day = fields.Integer(
        "Cut-off Day", help="Last day of the settled period. 0 is the end of the month."
    )
    invoice_date_rule = fields.Selection(
        [("period_end", "Last day of the period"), ("first_open", "First open day")],
        "Invoice Date",
        required=True,
        default="period_end",
        help="When the books of the period are locked, the first open day is taken in any case.",
    )
    unpaid_limit = fields.Integer(
        "Unpaid Statements Allowed",
        default=3,
        help="More than these stop new paid requests. 0: no limit.",
    )
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
    tariff_title = fields.Char(
        "Title of the Tariff",
        translate=True,
        default=lambda self: self.env._("Convenience Services and Prices"),
    )
    document_ids = fields.One2many(
        "convenience.office.document", "office_id", "Rules and Procedures"
    )
    unit_ids = fields.One2many("convenience.unit", "office_id", "Units")

    unit_count = fields.Integer(compute="_compute_unit_count")
    to_assign_count = fields.Integer(
        "To Assign",
        compute="_compute_request_counts",
        help="New requests, and the visits of agreements in the days that the office assigns "
        "ahead. Visits after them have the filter Later Visits.",
    )
    in_work_count = fields.Integer("In Work", compute="_compute_request_counts")
    to_sign_count = fields.Integer("To Sign", compute="_compute_request_counts")
    to_review_count = fields.Integer("To Review", compute="_compute_request_counts")
    to_settle_count = fields.Integer("To Settle", compute="_compute_request_counts")
    overdue_count = fields.Integer("Overdue", compute="_compute_request_counts")

    last_settlement_id = fields.Many2one(
        "convenience.settlement", compute="_compute_last_settlement", groups=SETTLEMENT_GROUPS
    )
    last_settlement_state = fields.Selection(
        selection=lambda self: (
            self.env["convenience.settlement"]._fields["state"]._description_selection(self.env)
        ),
        string="State of the Settlement",
        compute="_compute_last_settlement",
        groups=SETTLEMENT_GROUPS,
    )

    _name_unique = models.Constraint(
        "UNIQUE(company_id, name)", "There is already an office of this name in the company."
    )
    _cutoff_in_month = models.Constraint(
        "CHECK(cutoff_day BETWEEN 0 AND 28)",
        "The cut-off day lies between 1 and 28, or is 0 for the end of the month.",
    )

    _escalation_hours = models.Constraint(
        "CHECK(warn_before_hours >= 0 AND escalate_after_hours >= 0)",
        "The hours of warning and of escalation are zero or more.",
    )

    def init(self):
        """Have the database count offices and their users whenever they change.

        It leaves tables of a few rows uncounted by default and takes an office for one of
        hundreds; every rule by office would then be planned for a fraction of its requests.
        """
        for table in (self._table, self._fields["user_ids"].relation):
            self.env.cr.execute(
                SQL("ALTER TABLE %s SET (autovacuum_analyze_threshold = 1)", SQL.identifier(table))
            )

    # ------------------------------------------------------------------ compute

    def _compute_unit_count(self):
        counts = dict(
            self.env["convenience.unit"]._read_group(
                [("office_id", "in", self.ids)], ["office_id"], ["__count"]
            )
        )
        for office in self:
            office.unit_count = counts.get(office, 0)

    def _request_count_domains(self):
        """What the overview counts: field name → domain on requests."""
        return {
            "to_assign_count": Domain("is_to_assign", "=", True),
            "in_work_count": Domain("state", "in", ("assigned", "in_progress")),
            "to_sign_count": Domain([("state", "=", "done"), ("signature_required", "=", True)]),
            "to_review_count": Domain("is_to_review", "=", True),
            "to_settle_count": Domain("billing_state", "=", "to_bill"),
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

    def _compute_last_settlement(self):
        settlements = self.env["convenience.settlement"].search(
            [("office_id", "in", self.ids)], order="date_to desc"
        )
        by_office = settlements.grouped("office_id")
        for office in self:
            office.last_settlement_id = by_office.get(office, settlements.browse())[:1]
            office.last_settlement_state = office.last_settlement_id.state

    # ------------------------------------------------------------------ constraints and CRUD

    @api.constrains("quiet_from", "quiet_to")
    def _check_quiet_hours(self):
        for office in self:
            if not (0 <= office.quiet_from <= 24 and 0 <= office.quiet_to <= 24):
                raise ValidationError(
                    self.env._(
                        "The quiet hours of %(office)s lie between 0:00 and 24:00.",
                        office=office.name,
                    )
                )

    @api.constrains("journal_id", "payment_term_id")
    def _check_billing(self):
        """What would make every invoice of the office fail is refused here."""
        for office in self:
            if office.journal_id and office.journal_id.type != "sale":
                raise ValidationError(
                    self.env._(
                        "%(journal)s is no sales journal: %(office)s cannot invoice in it.",
                        journal=office.journal_id.name,
                        office=office.name,
                    )
                )
            term = office.payment_term_id
            if term.early_discount and term.early_pay_discount_computation == "mixed":
                raise ValidationError(
                    self.env._(
                        "%(term)s takes its discount off the invoice at once: %(office)s would "
                        "bill less than its statements say. Choose other terms.",
                        term=term.name,
                        office=office.name,
                    )
                )

    def write(self, vals):
        for office in self:
            changed = ("tz" in vals and vals["tz"] != office.tz) or (
                "company_id" in vals and vals["company_id"] != office.company_id.id
            )
            if changed and office._is_used():
                raise UserError(
                    self.env._(
                        "%(office)s has requests already: its time zone and company stay, or "
                        "their days would "
                        "change. Create another office instead.",
                        office=office.name,
                    )
                )
        return super().write(vals)

    def _is_used(self):
        # sudo: requests the user may not see count as well
        return bool(
            self.env["convenience.request"]
            .sudo()
            .search_count([("office_id", "in", self.ids)], limit=1)
        )

    # ------------------------------------------------------------------ local time

    def _local_moment(self, moment):
        """Return a naive UTC datetime as a naive local one at this office."""
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(self.tz))
        return local.replace(tzinfo=None)

    def _local_date(self, moment):
        """Return the local day of a naive UTC datetime at this office."""
        return self._local_moment(moment).date()

    def _to_utc(self, local_moment):
        """Return the naive UTC datetime of a naive local one at this office."""
        return (
            pytz.timezone(self.tz).localize(local_moment).astimezone(pytz.utc).replace(tzinfo=None)
        )

    def _day_start(self, day):
        """Return the moment (naive UTC) a local day begins at this office."""
        return self._to_utc(datetime.combine(day, time.min))

    def _today(self):
        """Return the local day now."""
        return self._local_date(fields.Datetime.now())

    def _today_or_none(self):
        """Return the local day now, or False where there is no office."""
        return self._today() if self else False

    def _is_quiet(self, moment):
        """Whether a naive UTC datetime lies in the quiet hours; they may pass midnight."""
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(self.tz))
        hour = local.hour + local.minute / 60
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to

    @staticmethod
    def _clock(hours):
        """Return hours since midnight as on a clock."""
        return f"{int(hours)}:{round(hours % 1 * 60):02d}"

    def _period(self, day):
        """Return the first and last day of the settlement period that holds `day`."""
        self.ensure_one()
        if not self.cutoff_day:
            first = day.replace(day=1)
            return first, first + relativedelta(months=1, days=-1)
        last = day.replace(day=self.cutoff_day)
        if day > last:
            last += relativedelta(months=1)
        return last + relativedelta(months=-1, days=1), last

    # ------------------------------------------------------------------ actions

    def action_open_requests(self):
        """Open the requests behind a figure of the overview (`figure` in the context)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_request"
        )
        domain = self._request_count_domains().get(self.env.context.get("figure"), Domain.TRUE)
        action.update(
            domain=list(domain & Domain("office_id", "=", self.id)),
            context={"default_office_id": self.id},
        )
        return action
