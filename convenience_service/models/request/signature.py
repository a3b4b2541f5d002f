from odoo import api, fields, models

SIGNATURE_FIELDS = ("signature", "scan", "signed_name", "signed_relation", "signed_on_paper")


class ConvenienceSignatureMixin(models.AbstractModel):
    """The customer's signature under a paper: drawn on the screen, or a scan of the paper."""

    _name = "convenience.signature.mixin"
    _description = "Signature of the Customer"

    # name of the field that holds whose signature it is
    _customer_field = "customer_id"

    signature = fields.Binary(attachment=False, copy=False)
    scan = fields.Binary(
        "Signed Paper", attachment=False, copy=False, help="Scan or photo of what was signed."
    )
    signed_name = fields.Char("Signed By", copy=False)
    signed_relation = fields.Selection(
        lambda self: (
            self.env["convenience.request"]
            ._fields["signed_relation"]
            ._description_selection(self.env)
        ),
        "Relation",
        copy=False,
    )
    signed_on_paper = fields.Boolean(copy=False)

    @api.onchange("signed_relation")
    def _onchange_signed_relation(self):
        """The customer's own name need not be typed on a phone."""
        if self.signed_relation == "self" and not self.signed_name:
            self.signed_name = self[self._customer_field].name

    def _is_signed(self):
        """Whether somebody signed, and the signature or the scan of the paper is there."""
        proof = self.scan if self.signed_on_paper else self.signature
        return bool(self.signed_name and proof)
