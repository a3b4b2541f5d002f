from odoo import fields, models

from ...models.guard.roles import CLERK
from ..guard.once import once

# What was said, and is in no dialog any more once it went on.
SAID = ("told_by", "phone", "unit_id", "amount", "evidence", "evidence_name", "source_id")


class ConvenienceConfidentialTelling(models.TransientModel):
    """Somebody says that money was settled privately, or a gift taken; the desk writes it down.

    It goes straight to the director, one about the director or a deputy to the general manager.
    What whoever took it keeps is a slip with the number.
    """

    _name = "convenience.confidential.telling"
    _inherit = ["convenience.once.mixin", "hr.mixin"]
    _description = "Report in Confidence"
    _check_company_auto = True

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.request"]._default_office(),
    )
    company_id = fields.Many2one(related="office_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("settlement", "Private Settlement"), ("gift", "Gift or Tip")],
        required=True,
        default="settlement",
    )
    about = fields.Text("What Was Said", required=True)
    amount = fields.Monetary("Amount Alleged")
    told_by = fields.Char("Reported By", help="Who says so; nobody has to give a name.")
    phone = fields.Char()
    unit_id = fields.Many2one("convenience.unit", check_company=True)
    employee_ids = fields.Many2many("hr.employee", string="Persons Concerned")
    about_leader = fields.Boolean(
        "Concerns the Director or a Deputy", help="Then it goes to the general manager alone."
    )
    evidence = fields.Binary(attachment=False, help="A photo or the picture of a payment.")
    evidence_name = fields.Char("File Name")
    source_model = fields.Char(readonly=True)
    source_id = fields.Integer("Told About", readonly=True)
    slip_id = fields.Many2one("convenience.confidential.slip", readonly=True)

    @once
    def action_forward(self):
        """Hand it to who decides, keep the slip, and forget here what was said.

        :raise AccessError: for who does not work at the desk of the office
        """
        reports = self.env["convenience.confidential"]
        reports._require_role(CLERK, act=self.env._("take down what is told in confidence"))
        self.office_id.check_access("read")
        report = reports._take_down(self.office_id, self._prepare_report(), self.about_leader)
        # sudo: slips are written by this act alone
        slip = self.env["convenience.confidential.slip"].sudo().create(self._prepare_slip(report))
        forgotten = {**dict.fromkeys(SAID, False), "about": "-", "employee_ids": [(5,)]}
        # sudo: a dialog that is done is nobody's to write
        self.sudo().write({**forgotten, "slip_id": slip.id})
        return self._what_became()

    def _prepare_report(self):
        names = ("kind", "about", *SAID)
        whole = self.with_context(bin_size=False)
        values = whole.read(["source_model", *names, "employee_ids"], load="")[0]
        values.pop("id")
        source = self.env.get(self.source_model or "")
        if source is None or not source.browse(self.source_id).exists()._filtered_access("read"):
            values.update(source_model=False, source_id=False)
        return {**values, "employee_ids": [(6, 0, values["employee_ids"])]}

    def _prepare_slip(self, report):
        return {
            "name": report.name,
            "date": report.date,
            "office_id": self.office_id.id,
            "user_id": self.env.uid,
        }

    def _what_became(self):
        """Return the slip: number and where it is, and nothing else."""
        if not self.slip_id:
            return super()._what_became()
        return {
            "type": "ir.actions.act_window",
            "res_model": "convenience.confidential.slip",
            "res_id": self.sudo().slip_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Passed On to the Director"),
        }
