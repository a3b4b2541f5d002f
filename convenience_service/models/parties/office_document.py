from odoo import api, fields, models


class ConvenienceOfficeDocument(models.Model):
    """A rule or procedure of an office, which its staff read and acknowledge.

    Serves 便民服务工作管理规定 (P3) and 客户服务中心员工服务管理标准作业规程 (P2).
    """

    _name = "convenience.office.document"
    _description = "Office Rule or Procedure"
    _order = "date desc, name"

    name = fields.Char(required=True)
    office_id = fields.Many2one("convenience.office", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="office_id.company_id", store=True, index=True)
    date = fields.Date("In Force Since", required=True, default=fields.Date.context_today)
    body = fields.Html("Text")
    file = fields.Binary()
    file_name = fields.Char()
    acknowledgement_ids = fields.One2many(
        "convenience.office.acknowledgement", "document_id", "Acknowledged By"
    )
    is_acknowledged = fields.Boolean("Acknowledged by Me", compute="_compute_is_acknowledged")

    @api.depends("acknowledgement_ids")
    @api.depends_context("uid")
    def _compute_is_acknowledged(self):
        mine = self.env["convenience.office.acknowledgement"].search(
            [("document_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        for document in self:
            document.is_acknowledged = document in mine.document_id

    def action_acknowledge(self):
        """Record that the user has read the documents; a second time changes nothing."""
        self.check_access("read")
        # sudo: staff may read rules, not write acknowledgements for others
        self.env["convenience.office.acknowledgement"].sudo().create(
            [
                {"document_id": document.id, "user_id": self.env.uid}
                for document in self
                if not document.is_acknowledged
            ]
        )
        return True


class ConvenienceOfficeAcknowledgement(models.Model):
    """Who has read which rule, and when."""

    _name = "convenience.office.acknowledgement"
    _description = "Acknowledgement of a Rule"
    _order = "date desc"

    document_id = fields.Many2one(
        "convenience.office.document", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="document_id.office_id", store=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True)
    user_id = fields.Many2one("res.users", required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex("(document_id, user_id)", "This rule is already acknowledged.")
