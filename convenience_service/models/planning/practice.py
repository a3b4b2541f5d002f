from odoo import api, fields, models
from odoo.fields import Domain

from ..guard.roles import SERVICE_MANAGER, SUPERVISOR
from ..guard.workflow import Move

OVERDUE = "convenience_service.mail_activity_type_practice"
PREPARED = {"new": "new", "dearer": "changed", "cheaper": "changed", "terms": "changed"}


class ConveniencePractice(models.Model):
    """What has to be ready before an approved item or price applies (落实): who does the work, with
    which people, provider and materials, from when. P2 3.2, 4.1.6.
    """

    _name = "convenience.practice"
    _description = "Putting into Practice"
    _inherit = [
        "convenience.workflow.mixin",
        "convenience.job.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _mail_post_access = "read"
    _order = "date_start, id"
    _rec_name = "product_id"
    _check_company_auto = True

    tariff_id = fields.Many2one(
        "convenience.tariff", required=True, index=True, readonly=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "convenience.tariff.line", "Tariff Line", required=True, readonly=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="tariff_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", "Item", required=True, readonly=True)
    change = fields.Selection(
        [("new", "New"), ("changed", "Changed")], required=True, readonly=True, default="new"
    )
    price = fields.Monetary(related="line_id.price")
    date_start = fields.Date("Applies From", required=True, readonly=True, index=True)
    department_id = fields.Many2one("hr.department", check_company=True)
    responsible_id = fields.Many2one("res.users", "Prepares It", index=True)
    worker_ids = fields.Many2many(
        "convenience.worker",
        "convenience_practice_worker_rel",
        string="Who Does the Work",
        check_company=True,
    )
    provider_id = fields.Many2one("res.partner", help="Where a firm does the work.")
    materials = fields.Text("Materials and Tools")
    note = fields.Text("Progress")
    state = fields.Selection(
        [("open", "To Prepare"), ("ready", "Ready")],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    ready_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ready_on = fields.Datetime(readonly=True, copy=False)
    told_on = fields.Date(readonly=True, copy=False, help="When the director was told.")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _once = models.UniqueIndex("(line_id)", "The line is prepared once.")

    @api.depends("state", "date_start")
    def _compute_is_overdue(self):
        for one in self:
            late = one.date_start and one.date_start <= one.office_id._today()
            one.is_overdue = one.state == "open" and bool(late)

    @api.model
    def _search_is_overdue(self, operator, value):
        return self._overdue() if operator == "in" else NotImplemented

    @api.model
    def _overdue(self):
        """Return the domain of what is not ready although it applies, where the office is."""
        offices = self.env["convenience.office"].search([])
        by_day = offices.grouped(lambda office: office._today())
        return Domain("state", "=", "open") & Domain.OR(
            Domain("office_id", "in", same.ids) & Domain("date_start", "<=", day)
            for day, same in by_day.items()
        )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("open", "ready", (SUPERVISOR,)),
            Move("ready", "open", (SERVICE_MANAGER,)),
        ]

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "ready": ("ready_by_id", "ready_on")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {
            "tariff_id", "line_id", "product_id", "change", "date_start", "told_on",
        }  # fmt: skip

    def _after_move(self, move):
        if move.target == "ready":
            # sudo: the reminder is the director's
            self.sudo().activity_unlink([OVERDUE])
        return super()._after_move(move)

    # ------------------------------------------------------------------ job

    @api.model
    def _cron_overdue(self):
        """Show the director what applies and is not ready, each once."""
        self._run_job(self._to_tell(), "_tell_director")

    @api.model
    def _to_tell(self):
        return self._overdue() & Domain("told_on", "=", False)

    def _tell_director(self):
        for one in self.filtered(lambda one: one.office_id.director_id):
            director = one.office_id.director_id
            told = one.with_context(lang=director.lang)
            told.activity_schedule(
                OVERDUE,
                one.office_id._today(),
                user_id=director.id,
                summary=told.env._(
                    "%(item)s applies from %(day)s and is not ready",
                    item=one.product_id.display_name,
                    day=one.date_start,
                ),
            )
        return self._write_guarded_each(
            {one.id: {"told_on": one.office_id._today()} for one in self}
        )

    # ------------------------------------------------------------------ actions

    def action_ready(self):
        """People, materials and provider are there (P2 3.2)."""
        return self._move_to("ready")

    def action_reopen(self):
        """Something is missing after all."""
        return self._move_to("open")


class ConvenienceTariff(models.Model):
    """What is approved is put into practice."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    practice_ids = fields.One2many("convenience.practice", "tariff_id", readonly=True, copy=False)

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "approved":
            self._prepare_practice()
        return result

    def _prepare_practice(self):
        """List what has to be prepared; an office's first list is what it does already."""
        # sudo: who approved it is not who prepares it
        tariffs = self.sudo().filtered(lambda tariff: tariff._has_predecessor())
        self.env["convenience.practice"].sudo()._create_guarded(
            [
                {
                    "tariff_id": tariff.id,
                    "line_id": line.id,
                    "product_id": line.product_id.id,
                    "change": kind,
                    "date_start": tariff.date_start,
                    "department_id": line.department_id.id,
                    "responsible_id": tariff._prepares(line).id,
                }
                for tariff in tariffs
                for line, kind in tariff._lines_to_prepare().items()
            ]
        )

    def _lines_to_prepare(self):
        return {
            change.line: PREPARED[change.kind]
            for change in self._price_changes()
            if change.kind in PREPARED
        }

    def _prepares(self, line):
        """Return who sees to it: the head of the department, or the service manager."""
        office = self.office_id
        head = line.department_id.manager_id.user_id
        return head if head in office.user_ids else office.service_manager_id
