from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._refuse_locked_documents()
        return attachments

    def write(self, vals):
        self._refuse_locked_documents()
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            self._refuse_locked_documents()
        return result

    def unlink(self):
        self._refuse_locked_documents()
        return super().unlink()

    def _refuse_locked_documents(self):
        """Files of a signed, decided or billed record are evidence: nobody adds, changes or
        removes them.
        """
        if self.env.uid == api.SUPERUSER_ID:
            return  # jobs and upgrades
        ids_by_model = {}
        for attachment in self.sudo():
            if attachment.res_id and (attachment.res_model or "").startswith("convenience."):
                ids_by_model.setdefault(attachment.res_model, set()).add(attachment.res_id)
        for model_name, ids in ids_by_model.items():
            model = self.env.get(model_name)
            if model is None or not hasattr(model, "_locked_for_files"):
                continue
            # sudo: whether a file is evidence does not depend on who asks
            locked = model.sudo().browse(ids).exists()._locked_for_files()
            if locked:
                raise UserError(
                    self.env._(
                        "The files of %(record)s stay as they are, since it is %(state)s. "
                        "Send a message on it instead.",
                        record=locked[0].display_name,
                        state=locked[0]._state_label(locked[0].state),
                    )
                )
