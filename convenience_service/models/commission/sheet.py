from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..guard.roles import DIRECTOR, SERVICE_MANAGER
from ..guard.workflow import Move


def split_evenly(amount, count, fen=0.01):
    """Return the parts of an amount in whole fen; they add up to it, the first take the rest.

    >>> split_evenly(10.0, 3)
    [3.34, 3.33, 3.33]
    >>> split_evenly(0.01, 2), split_evenly(0.0, 1)
    ([0.01, 0.0], [0.0])
    """
    whole, rest = divmod(round(amount / fen), count)
    return [round((whole + (number < rest)) * fen, 6) for number in range(count)]


class ConvenienceCommissionSheet(models.Model):
    """The commission of an office's workers for a month (提成表), for the payroll.

    It takes what was signed and done up to the month's end and stands on no sheet yet, so what is
    signed late comes with the next. The director confirms it; from then on it stays, and what was
    credited since and is not billed again is taken back on the next.
    """

    _name = "convenience.commission.sheet"
    _inherit = ["convenience.workflow.mixin"]
    _description = "Commission of a Month"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", required=True, help="Any day of the month.")
    line_ids = fields.One2many("convenience.commission.line", "sheet_id", "Jobs", readonly=True)
    amount_total = fields.Monetary("Total", compute="_compute_amount_total", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Ready for Payroll")],
        required=True,
        default="draft",
        copy=False,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)

    _once_a_month = models.UniqueIndex(
        "(office_id, date_to)", "The office already has a commission sheet for this month."
    )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for sheet in self:
            sheet.amount_total = sum(sheet.line_ids.mapped("amount"))

    @api.depends("office_id", "date_to")
    def _compute_display_name(self):
        for sheet in self:
            month = f"{sheet.date_to:%Y-%m}" if sheet.date_to else ""
            sheet.display_name = f"{sheet.office_id.name or ''} {month}"

    # ------------------------------------------------------------------ guards and workflow

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"office_id", "date_from", "date_to", "line_ids"}

    @api.model
    def _workflow_moves(self):
        return [*super()._workflow_moves(), Move("draft", "confirmed", (DIRECTOR,))]

    @api.model
    def _workflow_stamps(self):
        return {**super()._workflow_stamps(), "confirmed": ("confirmed_by_id", "confirmed_on")}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"confirmed"}

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create([self._with_period(vals) for vals in vals_list])
        sheets.action_compile()
        return sheets

    @api.model
    def _with_period(self, vals):
        """Return office and the whole month that holds the given day; nothing else is taken."""
        office_id = vals.get("office_id") or self.default_get(["office_id"]).get("office_id")
        values = {"office_id": office_id, "date_to": vals.get("date_to")}
        if office_id and values["date_to"]:
            office = self.env["convenience.office"].browse(office_id)
            day = fields.Date.to_date(values["date_to"])
            values["date_from"], values["date_to"] = office._period(day)
        return values

    # ------------------------------------------------------------------ actions

    def action_compile(self):
        """Take up what was signed since, until the director confirms.

        :raise AccessError: when the user is no service manager of the office
        :raise UserError: when the sheet is confirmed
        """
        self._require_role(SERVICE_MANAGER, act=self.env._("compile it"))
        self._check_own_office()
        for sheet in self:
            if sheet.state != "draft":
                raise UserError(
                    self.env._(
                        "%(sheet)s is confirmed and stays. What is signed later comes with the "
                        "next one.",
                        sheet=sheet.display_name,
                    )
                )
            # sudo: lines are made by the compilation only
            sheet.sudo()._compile()
        return True

    def action_confirm(self):
        """The payroll may pay: the director's decision."""
        return self._move_to("confirmed")

    def _compile(self):
        self.line_ids.unlink()
        lines = self._due_lines()
        rules = self.env["convenience.commission.rule"]._find(lines)
        self.env["convenience.commission.line"]._create_guarded(
            [
                {"sheet_id": self.id, **values}
                for line in lines
                for values in self._prepare_shares(line, rules[line])
            ]
            + [
                {"sheet_id": self.id, **earned._prepare_taking_back()}
                for earned in self._to_take_back()
            ]
        )

    def _due_lines(self):
        """Return what was signed, done up to the month's end, and is on no sheet."""
        paid = self.env["convenience.commission.line"]._search([])
        return self.env["convenience.request.line"].search(
            Domain("office_id", "=", self.office_id.id)
            & Domain("request_id.state", "in", ("signed", "reviewed"))
            & Domain("request_id.worker_ids", "!=", False)
            & Domain("date_done", "<=", self.date_to)
            & Domain("id", "not in", paid.subselect("request_line_id")),
            order="date_done, id",
        )

    def _to_take_back(self):
        """Return what confirmed sheets paid for work that no rule pays for as it is not billed."""
        lines = self.env["convenience.commission.line"]
        gone = lines._search([("taken_back_id", "!=", False)])
        paid = lines.search(
            Domain("office_id", "=", self.office_id.id)
            & Domain("state", "=", "confirmed")
            & Domain("date_to", "<", self.date_to)
            & Domain("taken_back_id", "=", False)
            & Domain("request_line_id.request_id.billing_waived", "=", True)
            & Domain("id", "not in", gone.subselect("taken_back_id"))
        )
        rules = self.env["convenience.commission.rule"]._find(paid.request_line_id)
        return paid.filtered(lambda line: not rules[line.request_line_id])

    def _prepare_shares(self, line, rule):
        """Return the values of each worker's part of the commission of a request line."""
        total = rule._commission(line) if rule else 0.0
        workers = line.request_id.worker_ids.sorted("id")
        if not total:
            return []
        parts = split_evenly(total, len(workers), self.currency_id.rounding)
        return [
            {
                "request_line_id": line.id,
                "employee_id": worker.id,
                "request_name": line.request_id.name,
                "date": line.date_done,
                "product_id": line.product_id.id,
                "base": line.amount,
                "commission": total,
                "amount": part,
            }
            for worker, part in zip(workers, parts, strict=True)
        ]
