from odoo import fields, models


class ResCompany(models.Model):
    """What the company allows at its tills."""

    _name = "res.company"
    _inherit = ["res.company"]

    convenience_spends_takings = fields.Boolean(
        "Takings May Be Paid Out Again",
        help="Otherwise refunds that are paid from what was taken the same day are warned of "
        "(坐支).",
    )
    # the name by which the ERP says that an entry is booked on another day
    convenience_signed_until = fields.Date(
        "Signed Day of the Cash Book", compute="_compute_convenience_signed_until"
    )

    def _compute_convenience_signed_until(self):
        # sudo: one day, which is no secret to who books
        signed = dict(
            self.env["convenience.till"]
            .sudo()
            ._read_group([("company_id", "in", self.ids)], ["company_id"], ["signed_until:max"])
        )
        for company in self:
            company.convenience_signed_until = signed.get(company, False)


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings"]

    convenience_spends_takings = fields.Boolean(
        related="company_id.convenience_spends_takings", readonly=False
    )
