from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from .ticks import MOST_TIMES_PRICE, MOST_WORDS, is_half_filled


class Sheet(NamedTuple):
    """A sheet that came back: whose it is, what it says, on which local day it came, and how."""

    invitation: object
    answers: dict
    words: str = ""
    day: object = None
    channel: str = "paper"


class ConvenienceSurveyRound(models.Model):
    """Sheets that come back: each is taken, or told apart as half-filled, double or late."""

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    def _take_sheets(self, sheets):
        """Take sheets, in their order; return what became of each: `answered`, `half`, `double` or
        `late`. The caller has checked who brings them.

        A household has one valid sheet. A half-filled one leaves room for a whole one; what comes
        after that is double. What comes after the last day, or the closing, is late.
        """
        self.ensure_one()
        # sudo: whoever brings a sheet writes neither invitations nor the box
        one = self.sudo()
        self._refuse_draft()
        ticks, today = one._ticks(), one.office_id._today()
        changes, box, outcomes = {}, [], []
        for sheet in sheets:
            own = self._as_changed(sheet.invitation.sudo(), changes)
            day = sheet.day or today
            answers = self._clean_answers(ticks, sheet.answers)
            outcome = one._outcome(own, day, is_half_filled(ticks, answers))
            outcomes.append(outcome)
            self._note_outcome(own, outcome, day, sheet.channel)
            if outcome in ("answered", "half"):
                box.append(one._prepare_ballot(sheet, answers, outcome == "answered"))
        self._write_outcomes(changes)
        self.env["convenience.survey.ballot"]._put(one, box)
        return outcomes

    def _refuse_draft(self):
        for one in self.sudo():
            if one.state == "draft":
                raise UserError(
                    self.env._("%(round)s is not open yet: no sheet of it is out.", round=one.name)
                )

    @api.model
    def _as_changed(self, invitation, changes):
        """Return what is to be written of an invitation, which another sheet may have changed."""
        names = ("answered_on", "is_valid", "channel", "double_count", "is_late", "token")
        return changes.setdefault(invitation, {name: invitation[name] for name in names})

    @api.model
    def _clean_answers(self, ticks, answers):
        """Return what can have been ticked, by code; whatever else came is no answer."""
        kept = {}
        for tick in ticks:
            value = answers.get(tick.code) if isinstance(answers, dict) else None
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if tick.part == "price":
                if 0 < value <= max(tick.values) * MOST_TIMES_PRICE:
                    kept[tick.code] = round(float(value), 2)
            elif value in tick.values:
                kept[tick.code] = int(value)
        return kept

    def _outcome(self, own, day, half):
        """Return what becomes of a sheet of a household that is at `own`."""
        if own["is_valid"]:
            return "double"
        if day > self.date_to or self.state == "closed":
            return "late"
        if half:
            return "double" if own["answered_on"] else "half"
        return "answered"

    @api.model
    def _note_outcome(self, own, outcome, day, channel):
        if outcome == "double":
            own["double_count"] += 1
        elif outcome == "late":
            own["is_late"] = True
        else:
            own.update(answered_on=day, is_valid=outcome == "answered", channel=channel)
        if own["is_valid"]:
            # nothing leads from the household to its sheet any more
            own["token"] = False

    @api.model
    def _write_outcomes(self, changes):
        invitations = self.env["convenience.survey.invitation"].sudo()
        invitations.concat(*changes)._write_guarded_each(
            {invitation.id: values for invitation, values in changes.items()}
        )
        # the household first: two who bring the same sheet meet here, and the second looks again
        invitations.flush_model()

    def _prepare_ballot(self, sheet, answers, is_valid):
        return {
            "answers": answers,
            "words": self._clean_words(sheet.words),
            "is_valid": is_valid,
            "customer_type_id": sheet.invitation.sudo().customer_type_id.id,
            "invitation_id": False if self.is_anonymous else sheet.invitation.id,
        }

    @api.model
    def _clean_words(self, words):
        words = " ".join(words.replace("\x00", " ").split()) if isinstance(words, str) else ""
        return words[:MOST_WORDS] or False
