from odoo import api, models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _next_many_by_code(self, code, count):
        """Return as many numbers as asked for, each as `next_by_code` would give it.

        They are drawn in one query, where the numbers may have gaps anyway; a sequence without
        gaps, or with one a year, gives them one by one.
        """
        sequence = self.search(
            [("code", "=", code), ("company_id", "in", [self.env.company.id, False])],
            order="company_id",
            limit=1,
        )
        if not sequence or sequence.implementation != "standard" or sequence.use_date_range:
            return [self.next_by_code(code) for _number in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{str(number).zfill(sequence.padding)}{suffix}" for (number,) in rows]
