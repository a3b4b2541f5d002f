from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..guard.arguments import DATE, TEXT, takes

ONE_DAY = timedelta(days=1)


class ConvenienceAgreement(models.Model):
    """Days on which an agreement rests (暂停), and going on before they are over (恢复)."""

    _name = "convenience.agreement"
    _inherit = ["convenience.agreement"]

    @takes(date_from=DATE, date_to=DATE, reason=TEXT)
    def suspend(self, date_from, date_to, reason):
        """Suspend the agreement; its visits of these days that nobody set out for are cancelled.

        :param date_from: first local day
        :param date_to: last local day
        :param str reason: kept on the suspension and in the revisions
        :raise UserError: when one of the days is billed, or suspended already
        """
        self._check_desk()
        reason = self._check_reason(reason)
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        for agreement in self:
            agreement._check_suspendable(first, last)
            agreement.line_ids._release_days(first, last)
            agreement.line_ids._cancel_visits(first, last, reason)
        # sudo: the list of suspensions is written by this method only
        self.env["convenience.agreement.suspension"].sudo().create(
            [
                {"agreement_id": one.id, "date_from": first, "date_to": last, "reason": reason}
                for one in self
            ]
        )
        # a job that is making visits by the days from before meets this, and begins anew
        self.line_ids._look_again()
        text = self.env._("Suspended until %(date)s", date=last)
        self._log_whole("suspended", first, text, reason)
        return True

    def _check_suspendable(self, first, last):
        if not (first and last and first <= last):
            raise UserError(
                self.env._(
                    "%(agreement)s: enter the first and the last day of the suspension.",
                    agreement=self.name,
                )
            )
        for other in self.suspension_ids:
            if other.date_from <= last and first <= other.date_to:
                raise UserError(
                    self.env._(
                        "%(agreement)s is suspended from %(first)s to %(last)s already.",
                        agreement=self.name,
                        first=other.date_from,
                        last=other.date_to,
                    )
                )

    @takes(date=DATE)
    def resume(self, date):
        """Go on from a day within a suspension, or give up one that did not begin yet.

        The visits that the suspension had cancelled from that day on come back by the job.

        :param date: first local day on which the agreement is served again
        :raise UserError: when it is not suspended then, or a day of the rest is billed
        """
        self.ensure_one()
        self._check_desk()
        day = self._check_day(date)
        suspension = self.suspension_ids.filtered(lambda own: own.date_from <= day <= own.date_to)
        if not suspension:
            raise UserError(
                self.env._(
                    "%(agreement)s is not suspended on %(date)s.", agreement=self.name, date=day
                )
            )
        self.line_ids._release_days(day, suspension.date_to)
        self._shorten(suspension, day)
        self._log_whole("resumed", day, self.env._("Resumed"))
        return True

    def _shorten(self, suspension, day):
        """Let the suspension end the day before; one without a day left is given up."""
        if day == suspension.date_from:
            # sudo: written by these methods only
            suspension.sudo().unlink()
        else:
            suspension._write_guarded({"date_to": day - ONE_DAY})
        self.line_ids._look_again()
