from odoo import api, models

MOST = 10**8  # as many as a year of an office can have, and the next ones are found as well


class ConvenienceImportReceipts(models.AbstractModel):
    """The number that the office's receipts go on from; a number that was given out stays."""

    _name = "convenience.import.receipts"
    _inherit = ["convenience.import.opening"]
    _description = "Sheet of the First Receipt Number"
    _fills = "convenience.receipt"

    @api.model
    def _examine(self, office, grid):
        taken = self._is_given_out(office)
        year = office._today().year
        for row in grid.rows:
            number = row.get("number")
            row.action = "create"
            if not row.has("number"):
                continue
            if not 1 <= number <= MOST:
                text = self.env._("Numbers of receipts are from 1 to %(most)s.", most=MOST)
                row.refuse("number", text)
            elif (office.first_receipt_number, office.first_receipt_year) == (number, year):
                row.action = "unchanged"
            elif taken:
                row.refuse(
                    "number",
                    self.env._("Receipts were given out already: their numbers just go on."),
                )
        self._refuse_repeated(
            grid.rows, "number", lambda row: True, self.env._("There is one first number only.")
        )

    @api.model
    def _is_given_out(self, office):
        # sudo: whether there is one
        receipts = self.env["convenience.receipt"].sudo()
        own = [("office_id", "=", office.id), ("direction", "=", "in")]
        return bool(receipts.search_count(own, limit=1))

    @api.model
    def _write_rows(self, office, rows):
        for row in self._new(rows):
            # sudo: after the check of who brings in balances
            office.sudo().write(
                {
                    "first_receipt_number": row.get("number"),
                    "first_receipt_year": office._today().year,
                }
            )
