from odoo import api, fields, models
from odoo.exceptions import UserError

from ..guard.roles import CLERK, SERVICE_MANAGER
from ..guard.workflow import Move
from .notice_place import SHOWN_BY_ITSELF

# What a state of the posting still lets somebody write.
OPEN_FIELDS = {"to_post": {"photo", "note"}, "posted": {"photo_down", "note"}}


class ConveniencePosting(models.Model):
    """One notice at one place (张贴): posted by whom and when, and taken down again, with photos.

    Serves P2 and P5 4.2.2 a) to c), P3 二 4 (2) ① to ③, P4 五 1 2).
    """

    _name = "convenience.notice.posting"
    _description = "Posting"
    _inherit = ["convenience.workflow.mixin"]
    _order = "notice_id desc, place_id, id"

    notice_id = fields.Many2one("convenience.notice", required=True, index=True, ondelete="cascade")
    place_id = fields.Many2one(
        "convenience.notice.place", required=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="notice_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    notice_state = fields.Selection(related="notice_id.state", store=True, string="Notice Is")
    channel = fields.Selection(related="place_id.channel")
    state = fields.Selection(
        [
            ("to_post", "To Post"),
            ("posted", "Posted"),
            ("taken_down", "Taken Down"),
            ("cancelled", "Not Posted"),
        ],
        required=True,
        default="to_post",
        index=True,
        copy=False,
    )
    is_to_take_down = fields.Boolean(
        "To Take Down", compute="_compute_is_to_take_down", search="_search_is_to_take_down"
    )
    # columns, not attachments: what proves a posting is not exchanged by writing on a file
    photo = fields.Image(
        "Photo of the Posting", max_width=1280, max_height=1280, attachment=False, copy=False
    )
    photo_down = fields.Image(
        "Photo without It", max_width=1280, max_height=1280, attachment=False, copy=False
    )
    note = fields.Char(help="For example how many letters, or to whom the door was not opened.")
    posted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    posted_on = fields.Datetime(readonly=True, copy=False)
    taken_down_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    taken_down_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(notice_id, place_id)", "The notice is posted at this place already."
    )

    @api.depends("notice_id.name", "place_id.name")
    def _compute_display_name(self):
        for posting in self:
            posting.display_name = f"{posting.notice_id.name} · {posting.place_id.name}"

    @api.depends("state", "notice_state")
    def _compute_is_to_take_down(self):
        for posting in self:
            posting.is_to_take_down = (
                posting.state == "posted" and posting.notice_state == "withdrawn"
            )

    @api.model
    def _search_is_to_take_down(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "posted"), ("notice_state", "=", "withdrawn")]

    # ------------------------------------------------------------------ workflow

    @api.model
    def _workflow_moves(self):
        return [
            *super()._workflow_moves(),
            Move("to_post", "posted", (CLERK,)),
            Move("posted", "taken_down", (CLERK,)),
            Move("to_post", "cancelled", (SERVICE_MANAGER,)),
            Move("to_post", "posted", (), via="notice"),
            Move("posted", "taken_down", (), via="notice"),
            Move("to_post", "cancelled", (), via="notice"),
        ]

    @api.model
    def _workflow_stamps(self):
        return {
            **super()._workflow_stamps(),
            "posted": ("posted_by_id", "posted_on"),
            "taken_down": ("taken_down_by_id", "taken_down_on"),
        }

    def _check_move(self, move):
        for posting in self.sudo():
            if move.via or move.target == "cancelled":
                continue
            photo = posting.photo if move.target == "posted" else posting.photo_down
            if not photo:
                raise UserError(
                    self.env._(
                        "%(posting)s: take a photo of the place first. It shows that the notice "
                        "hangs there, or that it is gone.",
                        posting=posting.display_name,
                    )
                )
            if move.target == "posted" and posting.notice_state != "published":
                raise UserError(
                    self.env._(
                        "%(posting)s: the notice is withdrawn and not posted any more.",
                        posting=posting.display_name,
                    )
                )
        return super()._check_move(move)

    def _is_shown_by_itself(self):
        return self.place_id.channel in SHOWN_BY_ITSELF

    def _show_by_itself(self):
        """Screen and price page need nobody who posts."""
        shown = self.filtered(lambda posting: posting._is_shown_by_itself())
        return shown._move_to_by_system("posted", via="notice")

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        postings = super().create(vals_list)
        # sudo: the notice says where it is, whoever posts
        for posting in postings.sudo():
            posting._check_place()
        postings._show_by_itself()
        return postings

    def _check_place(self):
        notice, place = self.notice_id, self.place_id
        if notice.state != "published":
            raise UserError(
                self.env._(
                    "%(notice)s is %(state)s: only what is published is posted.",
                    notice=notice.name,
                    state=notice._state_label(notice.state),
                )
            )
        if place.office_id and place.office_id != notice.office_id:
            raise UserError(
                self.env._(
                    "%(notice)s cannot be posted at %(place)s, which is another office's.",
                    notice=notice.name,
                    place=place.name,
                )
            )

    def write(self, vals):
        written = vals.keys() - self._guarded_fields()
        if written:
            self.check_access("write")
            for posting in self.sudo():
                if written - OPEN_FIELDS.get(posting.state, set()):
                    posting._refuse_fixed()
        return super().write(vals)

    def _refuse_fixed(self):
        raise UserError(
            self.env._(
                "%(posting)s is %(state)s: notice, place and photo stay as they are.",
                posting=self.display_name,
                state=self._state_label(self.state),
            )
        )

    # ------------------------------------------------------------------ actions

    def action_post(self):
        """It hangs there, as the photo shows (P2 4.2.2)."""
        return self._move_to("posted")

    def action_take_down(self):
        """It is gone, as the photo shows."""
        return self._move_to("taken_down")

    def action_cancel(self):
        """It is not posted here after all."""
        return self._move_to("cancelled")
