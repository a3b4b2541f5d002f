from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get


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
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "Asia/Shanghai",
        help="Local days, months and prices are counted in this zone; it stays once used.",
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
    _name_unique = models.Constraint(
        "UNIQUE(company_id, name)", "There is already an office of this name in the company."
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
        """Hook: whether local days were counted at the office already."""
        return False

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

    @api.model
    def _domain_over(self, field_name):
        """Return the domain of records, with `office_id`, whose day is over at their office."""
        # sudo: only the time zones of the offices are read
        offices = self.sudo().with_context(active_test=False).search([])
        return Domain.OR(
            Domain("office_id", "in", same_day.ids) & Domain(field_name, "<", day)
            for day, same_day in offices.grouped(lambda office: office._today()).items()
        )

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
