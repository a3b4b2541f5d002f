from odoo import api, fields, models


class ConvenienceRequest(models.Model):
    """What of a request is followed up, and who must not call."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    followup_ids = fields.One2many("convenience.followup", "request_id", "Follow-Ups")
    followup_drawn_on = fields.Date(
        "Drawn From On", readonly=True, copy=False, help="The round that could have drawn it."
    )

    _followup_idx = models.Index("(office_id, date_done) WHERE followup_drawn_on IS NULL")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"followup_drawn_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "followup_drawn_on": False}

    def _served_by(self):
        """Return the users who did the work: they never call the customer back."""
        # sudo: whose users the workers are, of employees that only the office reads
        return self.sudo().worker_ids.user_id | self.sudo().done_by_id

    def _taken_or_sent_by(self):
        """Return who registered or dispatched: they call only when nobody else can (同岗回访)."""
        return self.sudo().create_uid | self.sudo().assigned_by_id
