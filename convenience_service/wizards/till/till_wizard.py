from odoo import api, fields, models


class ConvenienceCashWizard(models.AbstractModel):
    """Money goes to the till of the office, and its takings are not paid out unnoticed (坐支)."""

    _name = "convenience.cash.wizard"
    _inherit = ["convenience.cash.wizard"]

    spending_warning = fields.Char(compute="_compute_spending_warning")

    @api.depends("office_id")
    def _compute_journal_id(self):
        result = super()._compute_journal_id()
        # sudo: which journal is the till of an office is no secret at the till
        tills = self.env["convenience.till"].sudo()
        tills = tills.search([("office_id", "in", self.office_id.ids)], order="id desc")
        journals = {till.office_id.id: till.journal_id.id for till in tills}
        for wizard in self:
            wizard.journal_id = journals.get(wizard.office_id.id, wizard.journal_id)
        return result

    @api.depends("office_id", "journal_id", "amount")
    def _compute_spending_warning(self):
        """Say when the till held less this morning than is paid out of it today."""
        for wizard in self:
            # sudo: how a till is counted is no secret at the till
            till = self.env["convenience.till"]._of_journal(wizard.sudo().journal_id)
            page = wizard._page_of_today(till) if till else False
            if not page or till.company_id.convenience_spends_takings:
                wizard.spending_warning = False
                continue
            left = max(0.0, page.amount_opening - page.amount_out)
            wizard.spending_warning = (
                self.env._(
                    "Paid from the takings of the day: %(left)s is left of what the till held this "
                    "morning.",
                    left=wizard._in_currency(left, till.currency_id),
                )
                if till.currency_id.compare_amounts(wizard.amount, left) > 0
                else False
            )

    def _page_of_today(self, till):
        """Return the page of today, which need not be kept yet."""
        pages = self.env["convenience.cash.book"].sudo()
        day = till._next_open_day()
        own = [("till_id", "=", till.id), ("date", "=", day)]
        return pages.search(own, limit=1) or pages.new({"till_id": till.id, "date": day})
