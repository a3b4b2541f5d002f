from odoo import api, fields, models


class ConvenienceSuspicionWord(models.Model):
    """A word by which the forms of the desk ask whether something is to be told in confidence.

    Words without a company hold for all of them. A word suggests and never marks: whoever
    registers decides.
    """

    _name = "convenience.suspicion.word"
    _description = "Word That Suggests Confidence"
    _order = "name"

    name = fields.Char("Word", required=True)
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex("(name, company_id)", "This word is in the list already.")

    @api.model
    def _words_of(self, companies):
        """Return the words that hold in the companies, in lower case."""
        # sudo: the form of whoever registers looks for them
        words = self.sudo().search([("company_id", "in", [False, *companies.ids])])
        return {word.name.strip().lower() for word in words if word.name.strip()}


class ConvenienceSuspicionMixin(models.AbstractModel):
    """Forms in which somebody writes down what a customer says.

    Whether it sounds like money or a gift taken privately is never stored, searched or grouped
    by: it is a question to who has the form open.
    """

    _name = "convenience.suspicion.mixin"
    _description = "Suggests to Tell It in Confidence"

    sounds_confidential = fields.Boolean(
        "Sounds Like Private Settlement", compute="_compute_sounds_confidential"
    )

    @api.model
    def _suspicion_fields(self):
        """Hook: names of the fields in which what was said is written down."""
        return []

    @api.depends(lambda self: self._suspicion_fields())
    def _compute_sounds_confidential(self):
        words = self.env["convenience.suspicion.word"]._words_of(self.env.companies)
        names = self._suspicion_fields()
        for record in self:
            text = " ".join(record[name] or "" for name in names).lower()
            record.sounds_confidential = any(word in text for word in words)

    def action_report_in_confidence(self):
        """Open the form of a confidential report with what is written here.

        The record stays exactly as it is: nothing on it tells that this was done.
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "convenience_service.action_convenience_confidential_telling"
        )
        return {**action, "context": self._prepare_telling()}

    def _prepare_telling(self):
        """Hook: defaults of the form, from what is written here."""
        about = "\n".join(filter(None, (self[name] for name in self._suspicion_fields())))
        defaults = {
            "office_id": self.office_id.id,
            "unit_id": self.unit_id.id,
            "phone": self.phone,
            "about": about,
            "source_model": self._name,
            "source_id": self.id,
        }
        return {f"default_{name}": value for name, value in defaults.items() if value}


class ConvenienceComplaint(models.Model):
    _name = "convenience.complaint"
    _inherit = ["convenience.complaint", "convenience.suspicion.mixin"]

    @api.model
    def _suspicion_fields(self):
        return [*super()._suspicion_fields(), "about"]

    def _prepare_telling(self):
        return {**super()._prepare_telling(), "default_told_by": self.partner_id.name}


class ConvenienceEnquiry(models.Model):
    _name = "convenience.enquiry"
    _inherit = ["convenience.enquiry", "convenience.suspicion.mixin"]

    @api.model
    def _suspicion_fields(self):
        return [*super()._suspicion_fields(), "about", "answer"]

    def _prepare_telling(self):
        told_by = self.partner_id.name or self.caller
        return {**super()._prepare_telling(), "default_told_by": told_by}


class ConvenienceRequest(models.Model):
    _name = "convenience.request"
    _inherit = ["convenience.request", "convenience.suspicion.mixin"]

    @api.model
    def _suspicion_fields(self):
        return [*super()._suspicion_fields(), "note"]

    def _prepare_telling(self):
        return {
            **super()._prepare_telling(),
            "default_told_by": self.customer_id.name,
            "default_employee_ids": self.worker_ids.ids,
        }
