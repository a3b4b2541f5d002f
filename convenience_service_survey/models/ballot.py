from odoo import api, fields, models
from odoo.tools import SQL

SLOTS_A_SHEET = 2  # one that counts, and a half-filled one before it


class ConvenienceSurveyBallot(models.Model):
    """A slot of the ballot box of a round: what a sheet said, and not whose it was.

    The slots are made when the round is opened, before anybody answers, and a sheet goes into one
    that is drawn: neither its number nor any time says when it came. Nobody reads the box; it is
    emptied into the ERP's survey when the round is closed, shuffled, and is gone then.
    """

    _name = "convenience.survey.ballot"
    _description = "Ballot of a Survey"
    _inherit = ["convenience.guarded.mixin"]
    # who wrote it, and when, would tie it to a household
    _log_access = False

    round_id = fields.Many2one(
        "convenience.survey.round", required=True, index=True, ondelete="cascade"
    )
    office_id = fields.Many2one(related="round_id.office_id", store=True, index=True)
    company_id = fields.Many2one(related="round_id.company_id", store=True, index=True)
    # without an index: it would keep the order in which they came
    customer_type_id = fields.Many2one("convenience.customer.type", index=False)
    invitation_id = fields.Many2one(
        "convenience.survey.invitation",
        index="btree_not_null",
        ondelete="cascade",
        help="Of a round that is not anonymous.",
    )
    is_used = fields.Boolean()
    is_valid = fields.Boolean("Counts")
    answers = fields.Json()
    words = fields.Text()

    _unused_idx = models.Index("(round_id) WHERE is_used IS NOT TRUE")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._guarded_defaults()) | {"round_id"}

    @api.model
    def _guarded_defaults(self):
        empty = ("customer_type_id", "invitation_id", "is_used", "is_valid", "answers", "words")
        return {**super()._guarded_defaults(), **dict.fromkeys(empty, False)}

    @api.model
    def _make_box(self, asked, count):
        """Make the slots of so many sheets."""
        self.sudo().create([{"round_id": asked.id}] * (count * SLOTS_A_SHEET))

    @api.model
    def _draw(self, asked, count):
        """Return so many unused slots, drawn; those that another transaction draws are left out."""
        self.flush_model(["round_id", "is_used"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE round_id = %s AND is_used IS NOT TRUE"
                " ORDER BY random() LIMIT %s FOR UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                asked.id,
                count,
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    @api.model
    def _put(self, asked, sheets):
        """Put sheets into drawn slots.

        :param sheets: dicts of `answers`, `words`, `is_valid`, `customer_type_id` and
            `invitation_id`
        """
        slots = self._draw(asked, len(sheets))
        if len(slots) < len(sheets):
            self._make_box(asked, len(sheets))
            slots |= self._draw(asked, len(sheets) - len(slots))
        slots._write_guarded_each(
            {slot.id: {**sheet, "is_used": True} for slot, sheet in zip(slots, sheets, strict=True)}
        )
