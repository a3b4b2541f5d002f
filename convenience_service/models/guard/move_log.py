from odoo import api, fields, models


class ConvenienceMoveLog(models.Model):
    """Who brought which record from which state to which, when and why: the audit trail."""

    _name = "convenience.move.log"
    _description = "Workflow History"
    _order = "id desc"

    res_model = fields.Char("Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", required=True, readonly=True, index=True
    )
    name = fields.Char("Number", readonly=True)
    state_from = fields.Char("State Before", readonly=True)
    state_to = fields.Char("State After", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    reason = fields.Char(readonly=True)
    office_id = fields.Many2one("convenience.office", index="btree_not_null", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    summary = fields.Char("Move", compute="_compute_summary")

    @api.depends("res_model", "state_from", "state_to")
    @api.depends_context("lang")
    def _compute_summary(self):
        for log in self:
            model = self.env.get(log.res_model)
            labels = [
                model._state_label(state) if model is not None else state
                for state in (log.state_from, log.state_to)
            ]
            log.summary = " → ".join(labels)
