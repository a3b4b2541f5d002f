from odoo import api, fields, models
from odoo.exceptions import UserError

from .ticks import MOST_LETTERS


class ConvenienceSurveyOpinion(models.Model):
    """What somebody wrote or said (意见): on a sheet, into the box at the office (意见箱), or in a
    talk with the owners' committee (业委会座谈).

    P1 制度 5. Like opinions go into one group, which is answered once. What was written on a sheet
    is kept without who wrote it.
    """

    _name = "convenience.survey.opinion"
    _description = "Opinion"
    _inherit = ["convenience.guarded.mixin"]
    _order = "date desc, id desc"
    _rec_name = "words"
    _check_company_auto = True

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    date = fields.Date(
        required=True,
        index=True,
        default=lambda self: (
            self.env["convenience.request"]._default_office()._today_or_none()
            or fields.Date.context_today(self)
        ),
        help="Local day at the office: of the box or talk; of a survey, the day of its closing.",
    )
    source = fields.Selection(
        [
            ("survey", "Survey"),
            ("box", "Opinion Box"),
            ("committee", "Talk with the Owners' Committee"),
            ("other", "Other"),
        ],
        required=True,
        default="box",
    )
    words = fields.Text(required=True)
    round_id = fields.Many2one(
        "convenience.survey.round", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    group_id = fields.Many2one(
        "convenience.survey.opinion.group",
        index="btree_not_null",
        ondelete="set null",
        domain="[('office_id', '=', office_id), ('state', '=', 'open')]",
        help="Like opinions are answered together, once.",
    )
    decision = fields.Selection(related="group_id.decision")
    answered_on = fields.Date(related="group_id.answered_on")

    @api.constrains("words", "group_id", "office_id")
    def _refuse_wrong_group(self):
        for one in self:
            if len(one.words) > MOST_LETTERS:
                raise UserError(
                    self.env._(
                        "%(office)s: an opinion has at most %(most)s characters. Put down what "
                        "it comes to.",
                        office=one.office_id.name,
                        most=MOST_LETTERS,
                    )
                )
            # sudo: the group's office, whoever groups
            if one.group_id and one.sudo().group_id.office_id != one.office_id:
                raise UserError(
                    self.env._(
                        "%(group)s is a group of another office than the opinion.",
                        group=one.sudo().group_id.name,
                    )
                )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"round_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "round_id": False}

    @api.model_create_multi
    def create(self, vals_list):
        opinions = super().create(vals_list)
        opinions._refuse_forged()
        opinions.group_id._refuse_answered()
        return opinions

    def write(self, vals):
        if vals.keys() & {"words", "source", "date", "office_id"}:
            self.check_access("write")
            self._refuse_changing_a_sheet()
        if "group_id" in vals:
            self.group_id._refuse_answered()
        result = super().write(vals)
        if "group_id" in vals:
            self.group_id._refuse_answered()
        self._refuse_forged()
        return result

    def _refuse_forged(self):
        """What is said to be of a survey comes by its closing."""
        for one in self:
            if one.source == "survey" and not one.round_id:
                raise UserError(
                    self.env._(
                        "%(office)s: opinions of a survey come with the closing of its round. "
                        "Say where this one is from.",
                        office=one.office_id.name,
                    )
                )

    def _refuse_changing_a_sheet(self):
        for one in self.sudo():
            if one.round_id:
                raise UserError(
                    self.env._(
                        "“%(words)s” was written on a sheet of %(round)s and stays as it is.",
                        words=one.words[:40],
                        round=one.round_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_what_is_nobodys_sheet(self):
        self._refuse_changing_a_sheet()
        self.group_id._refuse_answered()

    def action_group(self):
        """Put the chosen opinions into a group of their own, and open it to be answered."""
        offices = self.office_id
        if len(offices) != 1:
            raise UserError(self.env._("Choose opinions of one office."))
        group = self.env["convenience.survey.opinion.group"].create(
            {"name": self[0].words[:80], "office_id": offices.id}
        )
        self.group_id = group
        return {
            "type": "ir.actions.act_window",
            "res_model": group._name,
            "res_id": group.id,
            "views": [(False, "form")],
        }
