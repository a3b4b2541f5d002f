from odoo import api, models
from odoo.exceptions import UserError


class ConvenienceProviderBill(models.Model):
    """Credit notes of vendors: in full they free what the bill paid for, in part they do not."""

    _name = "convenience.provider.bill"
    _inherit = ["convenience.provider.bill"]

    @api.model
    def _credits_of(self, vendor_bill):
        """Return the posted credit notes of a vendor bill by its own provider."""
        return vendor_bill.reversal_move_ids.filtered(
            lambda note: (
                note.state == "posted"
                and note.currency_id == vendor_bill.currency_id
                and note.commercial_partner_id == vendor_bill.commercial_partner_id
            )
        )

    @api.model
    def _credited_by(self, notes):
        """Return the bills that credit notes of vendors name."""
        # sudo: what a credit note undoes does not depend on who asks
        refunds = notes.sudo().filtered(lambda note: note.move_type == "in_refund")
        return self._of_moves(refunds.reversed_entry_id)

    @api.model
    def _give_back_credited(self, posted):
        """Credited in full by posted notes: what a bill paid for is to be paid again."""
        for bill in self._credited_by(posted):
            vendor_bill = bill.move_id
            if not bill.active:
                raise UserError(
                    self.env._(
                        "%(bill)s is credited in full already: there is nothing left to credit.",
                        bill=vendor_bill.display_name,
                    )
                )
            credited = sum(self._credits_of(vendor_bill).mapped("amount_total"))
            if vendor_bill.currency_id.compare_amounts(credited, vendor_bill.amount_total) >= 0:
                bill._free_claims()

    @api.model
    def _refuse_reopening_credit(self, moves):
        """A credit note that gave services back stays: otherwise they would be paid twice."""
        posted = moves.filtered(lambda move: move.state == "posted")
        for bill in self._credited_by(posted).filtered(lambda bill: not bill.active):
            raise UserError(
                self.env._(
                    "%(bill)s is credited in full and what it paid for given back, so its credit "
                    "note stays.",
                    bill=bill.move_id.display_name,
                )
            )

    @api.model
    def _refuse_undoing_credited(self, moves):
        """A bill that is credited in part is not cancelled or deleted on top of that."""
        for bill in self._of_moves(moves).filtered("active"):
            notes = self._credits_of(bill.move_id)
            if notes:
                raise UserError(
                    self.env._(
                        "%(bill)s is credited by %(notes)s and stays. Credit the rest of it "
                        "instead.",
                        bill=bill.move_id.display_name,
                        notes=", ".join(notes.mapped("name")),
                    )
                )

    @api.model
    def _refuse_modifying(self, moves):
        for bill in self._of_moves(moves):
            raise UserError(
                self.env._(
                    "%(bill)s pays for requests: a corrected copy would pay for them beside the "
                    "next bill. Reverse it, then draft the month anew.",
                    bill=bill.move_id.display_name,
                )
            )
