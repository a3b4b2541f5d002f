from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ConvenienceTariff(models.Model):
    """Single lines that are sent back, while the rest may be approved. P2 4.1.6."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    def _send_lines_back(self, lines, reason):
        """Move lines out of what is to be approved, into a draft amendment for the director.

        :param lines: of this tariff
        :param str reason: why, kept on the lines and in the history of both
        :return: the amendment, as the system sees it
        :raise AccessError: for anybody but who may approve the tariff now
        """
        self._check_may_send_back(lines)
        # sudo: checked; the general manager takes lines out and changes none
        tariff, lines = self.sudo(), lines.sudo()
        amendment = tariff.create(
            {
                "office_id": tariff.office_id.id,
                "kind": "amendment",
                "year": tariff.year,
                "date_start": max(tariff.date_start, tariff.office_id._today()),
            }
        )
        lines._write_guarded({"tariff_id": amendment.id, "sent_back_reason": reason})
        # written as it is: whoever decides it at the same moment does so again, without the lines
        tariff._write_guarded({"state": tariff.state})
        items = ", ".join(lines.product_id.mapped("display_name"))
        text = self.env._("Sent back: %(items)s. %(why)s", items=items, why=reason)
        tariff._log(tariff.state, tariff.state, text)
        text = self.env._("From %(tariff)s: %(why)s", tariff=tariff.name, why=reason)
        amendment._log(amendment.state, amendment.state, text)
        amendment.message_notify(
            partner_ids=tariff.submitted_by_id.partner_id.ids, subject=amendment.name, body=text
        )
        return amendment

    def _check_may_send_back(self, lines):
        self.check_access("read")
        if not self.may_decide:
            raise AccessError(
                self.env._(
                    "%(tariff)s: only who may approve it now sends a line back.", tariff=self.name
                )
            )
        # sudo: which lines it has is no secret to who decides it
        own = self.sudo().line_ids
        if not lines or lines.sudo() - own:
            raise UserError(self.env._("Choose lines of %(tariff)s.", tariff=self.name))
        if own <= lines:
            raise UserError(
                self.env._("No line of %(tariff)s would be left. Reject it.", tariff=self.name)
            )


class ConvenienceTariffLine(models.Model):
    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    sent_back_reason = fields.Char("Sent Back Because", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        # a line stands where it was proposed, unless it is sent back
        return super()._guarded_fields() | {"sent_back_reason", "tariff_id"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "sent_back_reason": False}
