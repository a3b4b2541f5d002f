from odoo import models
from odoo.fields import Domain


class ConvenienceMoveOut(models.Model):
    """What would go on between the office and who has left: money of errands, and agreements of
    others that they pay.
    """

    _name = "convenience.move.out"
    _inherit = ["convenience.move.out"]

    def _entrusted_left(self):
        """Money of errands in the unit that is neither spent, given back nor collected."""
        entrusted = self.env["convenience.entrusted"].search(
            self._own_domain()
            & Domain("partner_id", "=", self.partner_id.id)
            & Domain("state", "=", "open"),
            order="id",
        )
        return [
            self.env._(
                "%(entrusted)s of %(request)s: the balance is %(balance)s, %(count)s vouchers "
                "are to be booked. Book or reject these, and give back or collect the rest.",
                entrusted=one.name,
                request=one.request_id.name,
                balance=one._in_currency(one.balance),
                count=one.voucher_count,
            )
            for one in entrusted
            if one.balance or one.voucher_count
        ]

    def _agreements_paid_left(self):
        """Agreements of other residents of the unit that go on at the expense of who leaves."""
        agreements = self.env["convenience.agreement"].search(
            self._own_domain()
            & Domain("payer_id", "=", self.partner_id.id)
            & Domain("partner_id", "!=", self.partner_id.id)
            & Domain("state", "=", "active")
            & (Domain("date_to", "=", False) | Domain("date_to", ">", self.date)),
            order="id",
        )
        return [
            self.env._(
                "%(agreement)s of %(resident)s is paid by %(payer)s: end it on %(date)s at the "
                "latest, or have the resident sign an agreement of their own.",
                agreement=agreement.name,
                resident=agreement.partner_id.name,
                payer=self.partner_id.name,
                date=self.date,
            )
            for agreement in agreements
        ]
