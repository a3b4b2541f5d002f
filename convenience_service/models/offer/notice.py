from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import SERVICE_MANAGER
from ..guard.workflow import Move

_lt = LazyTranslate(__name__)


class ConvenienceNotice(models.Model):
    """What residents are told (公告): prices, their changes, what ends, and anything else.

    Serves P1 制度 6, P2 and P5 4.2.1 to 4.2.2, P3 二 4 (2) and P4 五 1: the office tells residents
    the approved items and prices in a fitting way. The service manager or director publishes,
    clerks post; what no longer holds is withdrawn, and what hangs of it is taken down.
    """

    _name = "convenience.notice"
    _description = "Notice"
    _inherit = [
        "convenience.workflow.mixin",
        "convenience.job.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char("Title", required=True)
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("price_list", "Price List"),
            ("amendment", "Amendment of Prices"),
            ("stop", "End of an Item"),
            ("free", "Free Services"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    text = fields.Text(help="Plain text, as it is posted.")
    date_from = fields.Date(
        "Valid From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("Valid Until", help="Empty: until it is withdrawn or replaced.")
    customer_type_ids = fields.Many2many(
        "convenience.customer.type", string="Meant For", help="Empty: for every type of customer."
    )
    place_ids = fields.Many2many(
        "convenience.notice.place",
        string="To Be Posted",
        domain="['|', ('office_id', '=', False), ('office_id', '=', office_id)]",
        default=lambda self: self._usual_places(),
    )
    tariff_id = fields.Many2one(
        "convenience.tariff", readonly=True, index=True, copy=False, check_company=True
    )
    change_ids = fields.One2many(
        "convenience.notice.change", "notice_id", "Changes", readonly=True, copy=False
    )
    posting_ids = fields.One2many("convenience.notice.posting", "notice_id", "Postings", copy=False)
    hanging_count = fields.Integer("Still Hanging", compute="_compute_hanging_count")
    public_since = fields.Date(
        compute="_compute_public_since", help="The first day it was posted somewhere, or online."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    withdrawn_on = fields.Datetime(readonly=True, copy=False)
    withdrawal_reason = fields.Char(readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "A notice ends after it begins."
    )

    @api.model
    def _default_office(self):
        """The office the user works in, when it is the only one."""
        own = self.env["convenience.office"].search([("user_ids", "in", self.env.uid)], limit=2)
        return own if len(own) == 1 else own.browse()

    @api.model
    def _usual_places(self, office=None):
        """Return where a notice is usually posted: the shared places, and the office's own."""
        office = office or self._default_office()
        return self.env["convenience.notice.place"].search(
            [("is_usual", "=", True), ("office_id", "in", [False, *office.ids])]
        )

    @api.depends("posting_ids.state")
    def _compute_hanging_count(self):
        counts = dict(
            self.env["convenience.notice.posting"]._read_group(
                [("notice_id", "in", self.ids), ("state", "=", "posted")],
                ["notice_id"],
                ["__count"],
            )
        )
        for notice in self:
            notice.hanging_count = counts.get(notice._origin, 0)

    @api.depends("posting_ids.posted_on", "date_from")
    def _compute_public_since(self):
        first = dict(
            self.env["convenience.notice.posting"]._read_group(
                [("notice_id", "in", self.ids), ("posted_on", "!=", False)],
                ["notice_id"],
                ["posted_on:min"],
            )
        )
        for notice in self:
            posted = first.get(notice._origin)
            notice.public_since = posted and max(
                notice.office_id._local_date(posted), notice.date_from
            )

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        manager = (SERVICE_MANAGER,)
        return [
            *super()._workflow_moves(),
            Move("draft", "published", manager),
            Move("published", "withdrawn", manager),
            Move("published", "withdrawn", (), via="validity"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "published": ("published_by_id", "published_on"),
            "withdrawn": ("withdrawn_by_id", "withdrawn_on"),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {"tariff_id", "withdrawal_reason"}

    @api.model
    def _guarded_defaults(self):
        empty = dict.fromkeys(("tariff_id", "withdrawal_reason"), False)
        return {**super()._guarded_defaults(), **empty}

    @api.model
    def _workflow_locked_states(self):
        return super()._workflow_locked_states() | {"published", "withdrawn"}

    def _check_move(self, move):
        if move.target == "published":
            for notice in self.sudo():
                notice._check_ready()
        return super()._check_move(move)

    def _check_ready(self):
        self.ensure_one()
        if not (self.text or "").strip() and not self.change_ids:
            raise UserError(
                self.env._("%(notice)s says nothing yet. Write its text.", notice=self.name)
            )
        if not self.place_ids:
            raise UserError(
                self.env._("%(notice)s: choose where it is to be posted.", notice=self.name)
            )
        today = self.office_id._today()
        if self.date_to and self.date_to < today:
            raise UserError(
                self.env._(
                    "%(notice)s was valid until %(date)s. Move that day first.",
                    notice=self.name,
                    date=self.date_to,
                )
            )

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "published":
            self._plan_postings()
        elif move.target == "withdrawn":
            self._end_postings()
        return result

    def _plan_postings(self):
        """What is to be posted where; screen and page show it at once."""
        # sudo: the move table let the user publish, and postings follow from that
        postings = self.env["convenience.notice.posting"].sudo()
        missing = [
            {"notice_id": notice.id, "place_id": place.id}
            for notice in self.sudo()
            for place in notice.place_ids - notice.posting_ids.place_id
        ]
        postings.create(missing)

    def _end_postings(self):
        """What never hung is not posted any more; screen and page stop showing it by themselves."""
        # sudo: as above
        postings = self.sudo().posting_ids
        postings.filtered(lambda posting: posting.state == "to_post")._move_to_by_system(
            "cancelled", via="notice"
        )
        postings.filtered(
            lambda posting: posting.state == "posted" and posting._is_shown_by_itself()
        )._move_to_by_system("taken_down", via="notice")

    # ------------------------------------------------------------------ CRUD

    @api.model
    def _frozen_fields(self):
        return {
            "name", "office_id", "kind", "text", "date_from", "date_to", "customer_type_ids",
            "place_ids", "change_ids",
        }  # fmt: skip

    def write(self, vals):
        if self._frozen_fields() & vals.keys():
            self.check_access("write")
            self._refuse_published()
        return super().write(vals)

    def _refuse_published(self):
        for notice in self.sudo():
            if notice.state != "draft":
                raise UserError(
                    self.env._(
                        "%(notice)s is %(state)s and says what it says. Withdraw it and publish "
                        "another instead.",
                        notice=notice.name,
                        state=notice._state_label(notice.state),
                    )
                )

    @api.onchange("office_id")
    def _onchange_office_id(self):
        foreign = self.place_ids.filtered(
            lambda place: place.office_id and place.office_id != self.office_id
        )
        own = self._usual_places(self.office_id).filtered("office_id")
        self.place_ids = self.place_ids - foreign | own

    @api.constrains("place_ids", "office_id")
    def _check_places(self):
        for notice in self:
            # sudo: whose a place is does not depend on who asks
            foreign = notice.sudo().place_ids.filtered(
                lambda place, office=notice.office_id: place.office_id and place.office_id != office
            )
            if foreign:
                raise UserError(
                    self.env._(
                        "%(notice)s cannot be posted at %(place)s, which is another office's.",
                        notice=notice.name,
                        place=foreign[0].name,
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_publish(self):
        """Publish; postings are planned, screen and price page show it at once (P2 4.2.1)."""
        return self._move_to("published")

    @asks_reason(_lt("Withdraw the Notice"))
    def action_withdraw(self, reason=None):
        """Withdraw with a reason; without one, ask for it. What hangs is to be taken down.

        :param str reason: why, kept on the notice
        """
        values = {notice.id: {"withdrawal_reason": reason} for notice in self}
        self._move_to("withdrawn", values=values, reason=reason)
        return True

    def action_open_postings(self):
        """Show where the notices hang and are to be posted."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_notice_posting"
        )
        return {**action, "domain": [("notice_id", "in", self.ids)], "context": {}}
