from odoo import api, fields, models


class ConvenienceKit(models.Model):
    """A box for everybody (便民箱): first aid, common tools. Free service 3 of P1."""

    _name = "convenience.kit"
    _description = "Box or Kit"
    _inherit = ["convenience.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "office_id, name, id"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(required=True)
    place = fields.Char(help="Where residents find it.")
    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        index=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    line_ids = fields.One2many("convenience.kit.line", "kit_id", "Contents", copy=True)
    attention_count = fields.Integer("To See To", compute="_compute_attention_count")

    @api.depends("line_ids.attention")
    def _compute_attention_count(self):
        for kit in self:
            kit.attention_count = len(kit.line_ids.filtered("attention"))

    def action_open_lines(self):
        """Open the contents that are to be refilled or replaced."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_kit_line"
        )
        return {**action, "domain": [("kit_id", "in", self.ids)]}
