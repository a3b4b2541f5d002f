from odoo import api, fields, models


class ConvenienceAgreement(models.Model):
    """Agreements that ran before the product, brought in by a sheet with what was paid."""

    _name = "convenience.agreement"
    _inherit = ["convenience.agreement"]

    opening_number = fields.Char(
        "Number on Paper",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Of an agreement that a sheet brought in: its signed paper bears this number.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"opening_number"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "opening_number": False}

    def _is_signed(self):
        # the paper lies in the office and was signed before there was anywhere to keep its scan
        on_file = self.opening_number and self.signed_on_paper and self.signed_name
        return super()._is_signed() or bool(on_file)
