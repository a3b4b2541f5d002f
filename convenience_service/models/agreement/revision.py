from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..guard.arguments import DATE, ID, TEXT, Values, takes
from ..guard.roles import CLERK

ONE_DAY = timedelta(days=1)


class ConvenienceAgreement(models.Model):
    """Changes of a signed agreement, each from a date on and each a revision of the list.

    Serves P3 4 (6) and (12). What is billed stays: nothing reaches back into a period that is on
    a statement.
    """

    _name = "convenience.agreement"
    _inherit = ["convenience.agreement"]

    # ------------------------------------------------------------------ who may, and when

    def _check_desk(self):
        """Refuse whoever is not of the office's desk, and what is not active.

        :raise AccessError: when the user is no clerk of the office
        :raise UserError: for an agreement that is a draft or ended
        """
        self._require_role(CLERK, act=self.env._("change it"))
        self._check_own_office()
        for agreement in self:
            if agreement.state != "active":
                raise UserError(
                    self.env._(
                        "%(agreement)s is %(state)s: only what is active changes from a date on.",
                        agreement=agreement.name,
                        state=agreement._state_label(agreement.state),
                    )
                )

    def _check_reason(self, reason):
        """Return the reason without blanks around it, refusing none at all."""
        reason = self._clean_reason(reason)
        if not reason:
            raise UserError(
                self.env._("%(agreement)s: enter the reason first.", agreement=self[:1].name)
            )
        return reason

    def _check_day(self, day):
        """Return the local day as a date, refusing none at all."""
        day = fields.Date.to_date(day)
        if not day:
            raise UserError(
                self.env._("%(agreement)s: enter the day first.", agreement=self[:1].name)
            )
        return day

    # ------------------------------------------------------------------ lines

    @takes(line=ID, from_date=DATE, changes=Values("convenience.agreement.line"), reason=TEXT)
    def change_line(self, line, from_date, changes, reason=""):
        """Let a service go on from a date with another quantity, price basis or recurrence.

        :param line: the service, as a record or its id
        :param from_date: first local day of what is new
        :param dict changes: new values by field name; `price_unit` is the director's to give
        :param str reason: why; needed for a price
        :return: the line that replaces it
        :raise UserError: when a day from there on is billed, or the service does not hold then
        """
        self.ensure_one()
        self._check_desk()
        line, day = self._own_line(line), self._check_day(from_date)
        line._check_changes(changes)
        line._check_holds_on(day)
        if "price_unit" in changes:
            reason = self._check_reason(reason)
        values = line._prepare_successor(day, changes, reason)
        line._end_on(day - ONE_DAY, reason or self.env._("Changed"))
        return self._add_lines([values], "changed", day, reason)

    @takes(values=Values("convenience.agreement.line"))
    def add_line(self, values):
        """Add a service to a signed agreement, from a date on.

        :param dict values: item, first day, quantity, price basis and recurrence by field name
        :return: the new line
        :raise UserError: naming item and day, where the tariff has no price
        """
        self.ensure_one()
        self._check_desk()
        lines = self.env["convenience.agreement.line"]
        kept = lines._draft_fields() | {"product_id"}
        asked = {name: value for name, value in values.items() if name in kept}
        asked["agreement_id"] = self.id
        completed = lines._complete_terms([asked])
        return self._add_lines(completed, "added", completed[0]["date_from"])

    def _own_line(self, line):
        line_id = line if isinstance(line, int) else line.id
        own = self.line_ids.filtered(lambda own: own.id == line_id)
        if not own:
            raise UserError(self.env._("This is no service of %(agreement)s.", agreement=self.name))
        return own

    def _add_lines(self, vals_list, kind, day, reason=""):
        lines = self.env["convenience.agreement.line"]._create_guarded(vals_list)
        lines._check_ready()
        lines._fix_settlement_mode()
        lines._trigger_visits()
        self._log_changes(lines, kind, day, reason)
        return lines

    # ------------------------------------------------------------------ the whole

    @takes(date=DATE, reason=TEXT)
    def end(self, date, reason):
        """End the agreement and all its services, with the reason the customer gave.

        From the day after it is ended; until then it goes on (P3 4 (12)).

        :param date: last local day
        :param str reason: why, kept on the agreement and in the revisions
        """
        self._check_desk()
        reason, day = self._check_reason(reason), self._check_day(date)
        for agreement in self:
            lines = agreement.line_ids.filtered(
                lambda line: not line._span()[1] or line._span()[1] > day
            )
            lines._end_on(day, reason)
            lines._ask_no_more(reason)
            agreement._log_changes(lines, "ended", day, reason)
        self._write_guarded_each(
            {
                # what is ended before it began has no day at all
                agreement.id: {
                    "date_to": max(day, agreement.date_from - ONE_DAY),
                    "end_reason": reason,
                }
                for agreement in self
            }
        )
        self._ask_no_longer()
        over = self.filtered(lambda agreement: day <= agreement.office_id._today())
        if over:
            over._move_to("ended", reason=reason)
        return True

    # ------------------------------------------------------------------ revisions

    def _log_changes(self, lines, kind, day=None, reason=""):
        """Write a revision for each line."""
        self.env["convenience.agreement.change"]._add(
            [
                {
                    "agreement_id": line.agreement_id.id,
                    "line_id": line.id,
                    "kind": kind,
                    "date": day or line.date_from,
                    "text": line._summary(),
                    "reason": reason,
                }
                for line in lines
            ]
        )

    def _log_whole(self, kind, day, text, reason=""):
        """Write a revision of agreements as a whole."""
        self.env["convenience.agreement.change"]._add(
            [
                {
                    "agreement_id": agreement.id,
                    "kind": kind,
                    "date": day,
                    "text": text,
                    "reason": reason,
                }
                for agreement in self
            ]
        )
