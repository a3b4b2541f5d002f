from odoo import api, fields, models
from odoo.fields import Command


class ConvenienceTariff(models.Model):
    """Who changes a tariff once it was submitted proposes it, and never approves it. P2 4.1.6."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    proposer_ids = fields.Many2many(
        "res.users",
        "convenience_tariff_proposer_rel",
        string="Changed Since Its Submission By",
        readonly=True,
        copy=False,
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"proposer_ids"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "proposer_ids": False}

    def write(self, vals):
        result = super().write(vals)
        if self._frozen_fields() & vals.keys():
            self._note_proposer()
        return result

    def _note_proposer(self):
        user = self.env.user
        # sudo: noted whoever changes it
        changed = self.sudo().filtered(
            lambda tariff: tariff.submitted_on and user not in tariff.proposer_ids
        )
        if changed:
            changed._write_guarded({"proposer_ids": [Command.link(user.id)]})

    def _proposers(self):
        return super()._proposers() | self.proposer_ids


class ConvenienceTariffLine(models.Model):
    """Prices that are changed after the submission."""

    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.tariff_id._note_proposer()
        return lines

    def write(self, vals):
        before = self.tariff_id
        result = super().write(vals)
        if vals.keys() - self._guarded_fields():
            (before | self.tariff_id)._note_proposer()
        return result

    def unlink(self):
        tariffs = self.tariff_id
        result = super().unlink()
        tariffs.exists()._note_proposer()
        return result
