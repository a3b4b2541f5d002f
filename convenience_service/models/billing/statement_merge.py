from odoo import api, fields, models


class ConvenienceStatement(models.Model):
    """Statements of contacts that are one person, in settlements where each had its own."""

    _name = "convenience.statement"
    _inherit = ["convenience.statement"]

    billed_name = fields.Char(
        "Billed To",
        readonly=True,
        copy=False,
        help="The contact that it was billed to, where that was joined with another one that has "
        "a statement in the same settlement.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"billed_name"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "billed_name": False}

    @api.model
    def _merge_payers(self, payers, kept):
        """Make room in each settlement for what was billed to payers who are joined with one.

        Whose name the statements bear follows with the contacts.
        """
        statements = self.search(
            [("partner_id", "in", (payers | kept).ids), ("settlement_id", "!=", False)]
        )
        for own in statements.grouped("settlement_id").values():
            if len(own) > 1:
                own._unite(kept)

    def _unite(self, payer):
        """Drafts become one; what was accepted stays a paper of its own, and says to whom."""
        drafts = self.filtered(lambda statement: statement.state == "draft")
        self._first_of(drafts, payer)._absorb(drafts)
        papers = self.exists()
        for paper in papers - self._first_of(papers, payer):
            if not paper.billed_name:
                paper._write_guarded({"billed_name": paper.partner_id.name})

    @api.model
    def _first_of(self, statements, payer):
        """Return the one that keeps the place of the payer: their own, if there is one."""
        return statements.sorted(
            lambda one: (bool(one.billed_name), one.partner_id != payer, one.id)
        )[:1]

    def _absorb(self, drafts):
        """Take over the claims of other drafts, which are gone then."""
        others = drafts - self
        if others:
            others.line_ids._write_guarded({"statement_id": self.id})
            others.invalidate_recordset(["line_ids"])
            others.unlink()
