from odoo import api, models


class ConvenienceDeposit(models.Model):
    """Deposits of before the product (期初押金): held since the opening day."""

    _name = "convenience.deposit"
    _inherit = ["convenience.deposit"]

    @api.model
    def _opened_at(self, office):
        """Return {(payer, unit, origin): amount} of the deposits brought in at the office."""
        # sudo: for who brings in the sheet
        deposits = self.sudo().search(
            [
                ("office_id", "=", office.id),
                ("movement_ids.entry_id.convenience_purpose", "=", "opening"),
            ]
        )
        return {(one.partner_id.id, one.unit_id.id, one.origin): one.amount_due for one in deposits}

    @api.model
    def _open_with(self, office, rows):
        """Book deposits that were taken before; the caller has checked who asks.

        :param rows: list of payer, unit, item (`product.product`), origin and amount (company
            currency)
        :return: the deposits, held
        """
        deposits = self._ask_for(
            [
                {
                    "office_id": office.id,
                    "partner_id": payer.id,
                    "unit_id": unit.id,
                    "product_id": item.id,
                    "origin": origin,
                    "amount_due": amount,
                }
                for payer, unit, item, origin, amount in rows
            ]
        ).sudo()
        deposits._book_opening(office)
        return deposits

    def _book_opening(self, office):
        entries = self.env["account.move"]._book_convenience_openings(
            "deposit",
            [(office, one.partner_id, one.amount_due, one.display_name) for one in self],
        )
        movements = self._record(
            "received",
            {deposit: deposit.amount_due for deposit in self},
            day=office.company_id._convenience_opening_day(),
            reason=self.env._("Opening balance"),
        )
        movements._write_guarded_each(
            {
                movement.id: {"entry_id": entry.id, "date": entry.date}
                for movement, entry in zip(movements, entries, strict=True)
            }
        )
