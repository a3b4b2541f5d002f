from odoo import api, fields, models


class ConvenienceAgreementChange(models.Model):
    """One revision of the 接受长期服务业主名单: what changed, from when, who wrote it and when.

    Rows are only added. What is changed in one step has one revision number of the office.
    """

    _name = "convenience.agreement.change"
    _description = "Revision of the List of Agreements"
    _order = "id desc"
    _rec_name = "text"

    agreement_id = fields.Many2one(
        "convenience.agreement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    line_id = fields.Many2one(
        "convenience.agreement.line", "Service", readonly=True, index=True, ondelete="restrict"
    )
    office_id = fields.Many2one(related="agreement_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="agreement_id.partner_id")
    unit_id = fields.Many2one(related="agreement_id.unit_id")
    revision = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("added", "Added"),
            ("changed", "Changed"),
            ("ended", "Ended"),
            ("suspended", "Suspended"),
            ("resumed", "Resumed"),
            ("renewed", "Renewed"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    date = fields.Date("Effective", required=True, readonly=True)
    text = fields.Char("What Changed", readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Changed By", required=True, readonly=True)
    day = fields.Date(
        "Written On", required=True, readonly=True, index=True, help="Local day at the office."
    )

    @api.model
    def _add(self, entries):
        """Append the rows of one step; each office counts its revisions by itself.

        :param entries: values with agreement_id, line_id, kind, date, text and reason
        """
        agreements = self.env["convenience.agreement"].browse(
            [entry["agreement_id"] for entry in entries]
        )
        numbers = {office: office._next_agreement_revision() for office in agreements.office_id}
        # sudo: nobody writes the revisions but the methods that change agreements
        return self.sudo().create(
            [
                {
                    **entry,
                    "revision": numbers[agreement.office_id],
                    "user_id": self.env.uid,
                    "day": agreement.office_id._today(),
                }
                for agreement, entry in zip(agreements, entries, strict=True)
            ]
        )
