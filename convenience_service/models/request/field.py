from urllib.parse import quote_plus

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..guard.roles import CLERK

DEFAULT_MAP = "https://uri.amap.com/search?keyword=%s"


class ConvenienceRequest(models.Model):
    """Going out and coming back (P3 一 2): report-in, uniform and badge, photos, the way there."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    photo_ids = fields.One2many("convenience.request.photo", "request_id", "Photos")
    map_url = fields.Char("Map", compute="_compute_map_url")
    uniform_confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    def _compute_map_url(self):
        """The address is the office's with the unit's building: what a map finds."""
        # sudo: one parameter and the office's public address
        template = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("convenience_service.map_url", DEFAULT_MAP)
        )
        for request in self:
            partner = request.office_id.sudo().partner_id
            place = (request.office_id.name, request.unit_id.building)
            words = " ".join(filter(None, (partner.city, partner.street, *place)))
            request.map_url = template.replace("%s", quote_plus(words))

    # ------------------------------------------------------------------ guards

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "reported_in_on", "reported_back_on", "uniform_confirmed", "uniform_confirmed_by_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "reported_in_on": False,
            "reported_back_on": False,
            "uniform_confirmed": False,
            "uniform_confirmed_by_id": False,
        }

    @api.model
    def _evidence_fields(self):
        return super()._evidence_fields() | {"photo_ids"}

    @api.model
    def _worker_fields(self):
        return super()._worker_fields() | {"photo_ids"}

    def _check_move(self, move):
        result = super()._check_move(move)
        if move.source == "assigned" and move.target == "in_progress":
            self._check_reported_in()
            self._check_quiet_hours(fields.Datetime.now())
        if move.target == "signed" and not move.via:
            self._check_scan()
        return result

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "new":
            self._write_guarded({"reported_in_on": False, "uniform_confirmed": False})
        return result

    def _reported_in(self):
        """Hook: those of the requests whose workers reported in at the office."""
        return self.filtered("reported_in_on")

    def _check_reported_in(self):
        reported_in = self._reported_in()
        for request in self:
            if request.office_id.report_in_required and request.worker_ids:
                if not (request in reported_in and request.uniform_confirmed):
                    raise UserError(
                        self.env._(
                            "%(request)s: report in at %(office)s first, in uniform and with the "
                            "badge; the desk confirms it.",
                            request=request.name,
                            office=request.office_id.name,
                        )
                    )

    def _check_scan(self):
        """A signature on paper is shown by its scan."""
        for request in self:
            on_paper = request.signed_on_paper and not request.signature
            if on_paper and "paper" not in request.photo_ids.mapped("kind"):
                raise UserError(
                    self.env._(
                        "%(request)s is signed on paper: add a photo of the signed paper.",
                        request=request.name,
                    )
                )

    # ------------------------------------------------------------------ quiet hours

    @api.constrains("wanted_on", "line_ids")
    def _check_wanted_time(self):
        for request in self:
            if request.wanted_on:
                request._check_quiet_hours(request.wanted_on)

    def _check_quiet_hours(self, moment):
        """Noisy work disturbs nobody's rest (P2 4.4.3).

        :param moment: naive UTC
        :raise UserError: for a noisy item in the quiet hours of the office
        """
        for request in self:
            noisy = request.line_ids.product_id.filtered("convenience_noisy")
            if noisy and request.office_id._is_quiet(moment):
                raise UserError(
                    self.env._(
                        "%(request)s: %(item)s is noisy and not done in the quiet hours of "
                        "%(office)s (%(quiet_from)s to %(quiet_to)s). Choose another time.",
                        request=request.name,
                        item=noisy[0].display_name,
                        office=request.office_id.name,
                        quiet_from=request.office_id._clock(request.office_id.quiet_from),
                        quiet_to=request.office_id._clock(request.office_id.quiet_to),
                    )
                )

    # ------------------------------------------------------------------ actions

    def action_report_in(self):
        """Confirm that the worker reported in before going out, in uniform and with the badge."""
        self._check_reports("assigned")
        self.filtered(lambda request: not request.reported_in_on)._write_guarded(
            {"reported_in_on": fields.Datetime.now()}
        )
        return self._write_guarded(
            {"uniform_confirmed": True, "uniform_confirmed_by_id": self.env.uid}
        )

    def action_report_back(self):
        """Note that the worker is back at the office."""
        self._check_reports("done")
        return self._write_guarded({"reported_back_on": fields.Datetime.now()})

    def _check_reports(self, state):
        """The dispatcher confirms, never the worker for themselves."""
        self.check_access("write")
        user = self.env.user
        for request in self:
            if not user._has_convenience_role(CLERK) or (user in request.sudo().worker_ids.user_id):
                raise AccessError(
                    self.env._(
                        "%(user)s does not confirm reports for %(request)s: somebody else at the "
                        "desk does.",
                        user=user.name,
                        request=request.name,
                    )
                )
            if request.state != state:
                raise UserError(
                    self.env._(
                        "%(request)s is %(state)s: there is nothing to report.",
                        request=request.name,
                        state=request._state_label(request.state),
                    )
                )

    def action_open_map(self):
        """Open the way to the customer in the phone's map."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.map_url, "target": "new"}
