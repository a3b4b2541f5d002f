from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

EXPIRING_DAYS = 30
REMINDER = "convenience_service.mail_activity_type_kit"


class ConvenienceKitLine(models.Model):
    """One thing of a box: how much there should be, is, and how long it keeps."""

    _name = "convenience.kit.line"
    _description = "Content of a Box"
    _inherit = [
        "convenience.guarded.mixin",
        "convenience.reminder.mixin",
        "convenience.job.mixin",
    ]
    _order = "kit_id, name, id"
    _check_company_auto = True

    kit_id = fields.Many2one("convenience.kit", required=True, index=True, ondelete="cascade")
    office_id = fields.Many2one(related="kit_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="kit_id.company_id", store=True, index=True)
    name = fields.Char("Content", required=True)
    quantity_wanted = fields.Float(
        "Should Be There", digits="Product Unit", required=True, default=1.0
    )
    move_ids = fields.One2many("convenience.kit.move", "line_id", "Log")
    quantity_now = fields.Float(
        "There Now", digits="Product Unit", compute="_compute_quantity_now", store=True
    )
    is_to_refill = fields.Boolean("To Refill", compute="_compute_is_to_refill", store=True)
    expiry_on = fields.Date("Keeps Until", help="Last local day on which it may be used.")
    attention = fields.Selection(
        [("refill", "To Refill"), ("expiring", "Expires Soon"), ("expired", "Expired")],
        compute="_compute_attention",
        search="_search_attention",
    )
    refill_reminded = fields.Boolean(readonly=True, copy=False)
    expiring_reminded = fields.Boolean(readonly=True, copy=False)
    expired_reminded = fields.Boolean(readonly=True, copy=False)

    _quantity_not_negative = models.Constraint(
        "CHECK(quantity_now >= 0 AND quantity_wanted >= 0)",
        "There cannot be less than nothing in a box.",
    )

    # ------------------------------------------------------------------ compute

    @api.depends("move_ids.quantity")
    def _compute_quantity_now(self):
        sums = dict(
            self.env["convenience.kit.move"]._read_group(
                [("line_id", "in", self.ids)], ["line_id"], ["quantity:sum"]
            )
        )
        for line in self:
            line.quantity_now = sums.get(line, 0.0)

    @api.depends("quantity_now", "quantity_wanted")
    def _compute_is_to_refill(self):
        for line in self:
            line.is_to_refill = line.quantity_now < line.quantity_wanted

    @api.depends("is_to_refill", "quantity_now", "expiry_on")
    def _compute_attention(self):
        for line in self:
            line.attention = line._attention_on(line.office_id._today())

    def _attention_on(self, today):
        """Return the most pressing reason to see to the line on a local day, or False."""
        if self.expiry_on and self.quantity_now:
            if self.expiry_on < today:
                return "expired"
            if self.expiry_on <= today + timedelta(days=EXPIRING_DAYS):
                return "expiring"
        return "refill" if self.is_to_refill else False

    @api.model
    def _search_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._attention_domains()
        found = Domain.OR(domains[reason] for reason in value if reason)
        return found | ~Domain.OR(domains.values()) if False in value else found

    @api.model
    def _attention_domains(self):
        """Return {reason: domain}; a line may be short of something and expire as well."""
        stocked = Domain("quantity_now", ">", 0)
        expired = stocked & self._day_domain("expiry_on", "<")
        soon = stocked & self._day_domain("expiry_on", "<=", EXPIRING_DAYS)
        return {
            "refill": Domain("is_to_refill", "=", True),
            "expiring": soon & self._day_domain("expiry_on", ">="),
            "expired": expired,
        }

    # ------------------------------------------------------------------ guard

    @api.model
    def _reminded_fields(self):
        return {f"{reason}_reminded" for reason in ("refill", "expiring", "expired")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | self._reminded_fields()

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), **dict.fromkeys(self._reminded_fields(), False)}

    def write(self, vals):
        result = super().write(vals)
        if "expiry_on" in vals:
            # new stock expires anew
            self._write_guarded({"expiring_reminded": False, "expired_reminded": False})
        if "quantity_wanted" in vals:
            self._forget_refilled()
        return result

    def _forget_refilled(self):
        """What is full again may run short again, and is told again."""
        full = self.filtered(lambda line: line.refill_reminded and not line.is_to_refill)
        full._write_guarded({"refill_reminded": False})

    # ------------------------------------------------------------------ reminders

    @api.model
    def _cron_remind(self):
        """Tell the service manager what to refill or replace, once a line and reason."""
        self._run_job(
            Domain("kit_id.active", "=", True)
            & Domain.OR(
                domain & Domain(f"{reason}_reminded", "=", False)
                for reason, domain in self._attention_domains().items()
            ),
            "_remind",
        )

    def _remind(self):
        for reason, domain in self._attention_domains().items():
            due = Domain(f"{reason}_reminded", "=", False) & domain
            lines = self.filtered_domain(due)
            for line in lines:
                line._raise_reminder(reason)
            lines._write_guarded({f"{reason}_reminded": True})

    def _raise_reminder(self, reason):
        user = self._reminder_user()
        line = self.with_context(lang=user.lang)
        reasons = dict(line._fields["attention"]._description_selection(line.env))
        line.kit_id.activity_schedule(
            REMINDER,
            date_deadline=line.office_id._today(),
            summary=line.env._(
                "%(content)s: %(reason)s", content=line.name, reason=reasons[reason]
            ),
            user_id=user.id,
        )

    # ------------------------------------------------------------------ actions

    def action_use(self):
        """Write down that something was taken out."""
        return self._open_move(self.env._("Use"), -1.0)

    def action_refill(self):
        """Write down that something was put in; what is missing is proposed."""
        missing = max(self.quantity_wanted - self.quantity_now, 1.0)
        return self._open_move(self.env._("Refill"), missing)

    def _open_move(self, title, quantity):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "convenience.kit.move",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id, "default_quantity": quantity},
        }
