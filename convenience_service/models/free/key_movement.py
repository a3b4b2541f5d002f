from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ConvenienceKeyMovement(models.Model):
    """A key handed to one of the staff for a job, and back. The log is the evidence: it stays."""

    _name = "convenience.key.movement"
    _description = "Movement of a Key"
    _inherit = ["convenience.guarded.mixin"]
    _order = "out_at desc, id desc"
    _rec_name = "loan_id"
    _check_company_auto = True

    loan_id = fields.Many2one(
        "convenience.loan",
        "Key",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', 'key'), ('state', '=', 'out')]",
    )
    office_id = fields.Many2one(related="loan_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="loan_id.company_id", store=True, index=True)
    worker_id = fields.Many2one(
        "convenience.worker", "Handed To", required=True, index=True, ondelete="restrict"
    )
    purpose = fields.Char("What For", required=True)
    out_at = fields.Datetime("Taken", readonly=True, copy=False)
    out_by_id = fields.Many2one("res.users", "Handed Out By", readonly=True, copy=False)
    back_at = fields.Datetime("Back", readonly=True, copy=False)
    back_by_id = fields.Many2one("res.users", "Taken Back By", readonly=True, copy=False)

    _one_out = models.UniqueIndex(
        "(loan_id) WHERE back_at IS NULL",
        "This key is with somebody already. Take it back before it is handed out again.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "loan_id", "worker_id", "purpose", "out_at", "out_by_id", "back_at", "back_by_id",
        }  # fmt: skip

    @api.model
    def _guarded_defaults(self):
        return {
            **super()._guarded_defaults(),
            "out_at": fields.Datetime.now(),
            "out_by_id": self.env.uid,
            "back_at": False,
            "back_by_id": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        keys = self.env["convenience.loan"].browse(
            {vals["loan_id"] for vals in vals_list if vals.get("loan_id")}
        )
        self._refuse_keys_out(keys)
        self.flush_model(["back_at"])  # what is back must be so for the index, too
        movements = super().create(vals_list)
        for movement in movements:
            # the row of the key is written, so that two sessions cannot pass each other
            movement.loan_id._write_guarded({"key_holder_id": movement.worker_id.id})
        return movements

    @api.model
    def _refuse_keys_out(self, keys):
        keys.check_access("read")
        for key in keys.filtered("key_holder_id"):
            raise UserError(
                self.env._(
                    "%(key)s is with %(worker)s. Take it back before it is handed out again.",
                    key=key.display_name,
                    worker=key.key_holder_id.display_name,
                )
            )

    @api.constrains("loan_id", "worker_id")
    def _check_handing_out(self):
        """Only a key in custody goes out, to the office's own staff, with a valid consent."""
        for movement in self:
            key = movement.loan_id
            if key.kind != "key" or key.state != "out":
                raise ValidationError(
                    self.env._("%(thing)s is no key in our custody.", thing=key.display_name)
                )
            if movement.worker_id.office_id != key.office_id:
                raise ValidationError(
                    self.env._(
                        "%(worker)s is not among the staff of %(office)s and gets no key there.",
                        worker=movement.worker_id.display_name,
                        office=key.office_id.name,
                    )
                )
        self.loan_id._check_may_enter()

    def action_back(self):
        """Take the keys back at the desk."""
        self.check_access("write")
        out = self.filtered(lambda movement: not movement.back_at)
        out._write_guarded({"back_at": fields.Datetime.now(), "back_by_id": self.env.uid})
        out.loan_id._write_guarded({"key_holder_id": False})
        return True
