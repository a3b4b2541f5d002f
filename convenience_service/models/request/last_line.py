from odoo import api, models
from odoo.exceptions import UserError

# In the context while services of a request are replaced; a remote caller can send no such object.
REPLACING = object()


class ConvenienceRequest(models.Model):
    """A request is for something: its last service does not go, another may take its place."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def write(self, vals):
        if "line_ids" not in vals:
            return super().write(vals)
        served = self.filtered("line_ids")
        # one service may be removed before the other is added: what is left is seen afterwards
        self = self.with_context(convenience_replacing=REPLACING)
        result = super().write(vals)
        served._refuse_none_left(self.env["convenience.request.line"])
        return result

    def _refuse_none_left(self, removed):
        for request in self:
            if not request.line_ids - removed:
                raise UserError(
                    self.env._(
                        "%(request)s needs one service at least. Add another one first, or cancel "
                        "the request.",
                        request=request.name,
                    )
                )


class ConvenienceRequestLine(models.Model):
    _name = "convenience.request.line"
    _inherit = ["convenience.request.line"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        if self.env.context.get("convenience_replacing") is not REPLACING:
            self.request_id._refuse_none_left(self)
