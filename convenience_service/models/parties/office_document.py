from odoo import api, fields, models

TO_READ = "convenience_service.mail_activity_type_rule"


class ConvenienceOfficeDocument(models.Model):
    """A rule or procedure of an office, which its staff read and acknowledge.

    Serves 便民服务工作管理规定 (P3) and 客户服务中心员工服务管理标准作业规程 (P2). A text
    that changes is a new version: everybody acknowledges it again, and gets a task for it.
    """

    _name = "convenience.office.document"
    _description = "Office Rule or Procedure"
    _inherit = ["mail.thread", "mail.activity.mixin"]
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
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Counts the texts that staff had to acknowledge."
    )
    is_acknowledged = fields.Boolean(
        "Acknowledged by Me",
        compute="_compute_is_acknowledged",
        search="_search_is_acknowledged",
    )
    missing_user_ids = fields.Many2many(
        "res.users",
        string="Not Acknowledged By",
        compute="_compute_missing_user_ids",
        groups="convenience_service.group_service_manager,"
        "convenience_service.group_general_manager",
    )

    @api.depends("acknowledgement_ids", "version")
    @api.depends_context("uid")
    def _compute_is_acknowledged(self):
        mine = self.env["convenience.office.acknowledgement"].search(
            [("document_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        for document in self:
            own = mine.filtered(lambda one, document=document: one.document_id == document)
            document.is_acknowledged = document.version in own.mapped("version")

    @api.model
    def _search_is_acknowledged(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self.env["convenience.office.acknowledgement"].search(
            [("user_id", "=", self.env.uid)]
        )
        current = mine.filtered(lambda one: one.version == one.document_id.version)
        return [("id", "in", current.document_id.ids)]

    @api.depends("acknowledgement_ids", "version", "office_id.user_ids")
    def _compute_missing_user_ids(self):
        for document in self:
            # sudo: who asks may not read all users
            document.missing_user_ids = document.sudo()._staff_to_read()

    def _staff_to_read(self):
        """Return who works at the office and has not acknowledged the text as it is now."""
        current = self.acknowledgement_ids.filtered(lambda one: one.version == self.version)
        waiting = self.office_id.user_ids.filtered("active") - current.user_id
        return waiting.filtered(self._is_read_by)

    def _is_read_by(self, user):
        """Whether the rules of the office are shown to a user at all."""
        companies = user.company_ids.ids
        return self.with_user(user).with_context(allowed_company_ids=companies).has_access("read")

    # ------------------------------------------------------------------ versions

    @api.model
    def _text_fields(self):
        """What staff acknowledge."""
        return {"body", "file"}

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create([{**vals, "version": 1} for vals in vals_list])
        documents._ask_to_read()
        return documents

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "version"}
        changed = self.filtered(lambda document: document._is_changed_by(vals))
        result = super().write(vals)
        for document in changed:
            super(ConvenienceOfficeDocument, document).write({"version": document.version + 1})
        changed._ask_to_read()
        return result

    def _is_changed_by(self, vals):
        texts = self._text_fields() & vals.keys()
        whole = self.with_context(bin_size=False)
        return any(
            self._fields[name].convert_to_cache(vals[name], self)
            != self._fields[name].convert_to_cache(whole[name], self)
            for name in texts
        )

    def _ask_to_read(self):
        """A task for everybody who has not acknowledged the text as it is; one a person."""
        # sudo: the task is given to all staff, whoever changed the text
        documents = self.sudo()
        documents.activity_unlink([TO_READ])
        for document in documents:
            for user in document._staff_to_read():
                document.activity_schedule(TO_READ, user_id=user.id)

    def action_acknowledge(self):
        """Record that the user has read the documents; a second time changes nothing."""
        self.check_access("read")
        # sudo: staff may read rules, not write acknowledgements for others
        self.env["convenience.office.acknowledgement"].sudo().create(
            [
                {
                    "document_id": document.id,
                    "user_id": self.env.uid,
                    "version": document.version,
                }
                for document in self
                if not document.is_acknowledged
            ]
        )
        # sudo: the task is their own, and done
        self.sudo().activity_feedback([TO_READ], user_id=self.env.uid)
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
    version = fields.Integer(required=True, default=1, readonly=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex(
        "(document_id, user_id, version)", "This rule is already acknowledged."
    )
