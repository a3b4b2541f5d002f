import random
from collections import Counter, defaultdict

from odoo import models
from odoo.fields import Command

from .grouping import FEWEST, quartiles, told_apart
from .result import GRADES, USES

COLUMNS = {"use": USES, "grade": GRADES}


class ConvenienceSurveyRound(models.Model):
    """The closing of a round: the box is emptied, counted, and gone (P2 and P5 4.1.3)."""

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "closed":
            # sudo: after the check of the role; nobody reads the box
            for one in self.sudo():
                one._close_round()
        return result

    def _close_round(self):
        box = self.env["convenience.survey.ballot"].search(
            [("round_id", "=", self.id), ("is_used", "=", True)]
        )
        # what comes out of it has no order, not even that of the slots
        ballots = box.browse(random.SystemRandom().sample(box.ids, len(box)))
        valid = ballots.filtered("is_valid")
        if not self.is_anonymous or len(valid) >= FEWEST:
            types = told_apart(Counter(ballot.customer_type_id.id for ballot in valid))
            self._fill_survey(valid, types)
            self._count_answers(valid, types)
        self._put_down_opinions([ballot.words for ballot in ballots if ballot.words])
        self._put_down_demand()
        self._forget_links()

    def _forget_links(self):
        """The box goes with its unused slots, and no link leads anywhere any more."""
        self.env["convenience.survey.ballot"].search([("round_id", "=", self.id)]).unlink()
        linked = self.invitation_ids.filtered("token")
        if linked:
            linked._write_guarded({"token": False})

    # ------------------------------------------------------------------ the ERP's survey

    def _fill_survey(self, ballots, types):
        """Put the sheets into the survey of the ERP, without a name, all at the same moment."""
        day = self.office_id._day_start(self.office_id._today())
        questions = self.survey_id.question_ids
        inputs = self._quiet("survey.user_input").create(
            [
                {
                    "survey_id": self.survey_id.id,
                    "state": "done",
                    "start_datetime": day,
                    "end_datetime": day,
                    "convenience_customer_type_id": self._type_told(ballot, types),
                    "predefined_question_ids": [Command.set(questions.ids)],
                }
                for ballot in ballots
            ]
        )
        self._fill_lines(inputs, ballots)
        self._keep_names(inputs, ballots)

    def _fill_lines(self, inputs, ballots):
        """Put what is ticked and written on each ballot into its sheet."""
        by_code = {question.convenience_code: question for question in self.survey_id.question_ids}
        places = self._places(by_code)
        lines = self._quiet("survey.user_input.line").create(
            [
                {"user_input_id": user_input.id, **line}
                for user_input, ballot in zip(inputs, ballots, strict=True)
                for line in self._prepare_lines(by_code, places, ballot)
            ]
        )
        # what is computed of them is written by the system as well
        lines.env.flush_all()

    def _keep_names(self, inputs, ballots):
        """Where the round is not anonymous, the invitation says which sheet is its own."""
        named = {
            ballot.invitation_id.id: {"user_input_id": user_input.id}
            for user_input, ballot in zip(inputs, ballots, strict=True)
            if ballot.invitation_id
        }
        if named:
            invitations = self.env["convenience.survey.invitation"].browse(named)
            invitations._write_guarded_each(named)

    def _type_told(self, ballot, types):
        own = ballot.customer_type_id.id
        return own if own in types or not self.is_anonymous else False

    def _places(self, by_code):
        """Return {(part, code): id of the row or column} of the matrices."""
        return {
            (part, where, answer.convenience_code): answer.id
            for part in COLUMNS
            if part in by_code
            for where in ("matrix_row_ids", "suggested_answer_ids")
            for answer in by_code[part][where]
        }

    def _prepare_lines(self, by_code, places, ballot):
        for code, value in (ballot.answers or {}).items():
            part, _colon, about = code.partition(":")
            if part in COLUMNS:
                yield {
                    "question_id": by_code[part].id,
                    "answer_type": "suggestion",
                    "suggested_answer_id": places[part, "suggested_answer_ids", str(value)],
                    "matrix_row_id": places[part, "matrix_row_ids", about],
                }
            else:
                yield {
                    "question_id": by_code[code].id,
                    "answer_type": "numerical_box",
                    "value_numerical_box": value,
                }
        if ballot.words:
            yield {
                "question_id": by_code["words"].id,
                "answer_type": "text_box",
                "value_text_box": ballot.words,
            }

    # ------------------------------------------------------------------ figures

    def _count_answers(self, ballots, types):
        """Make the results, of all sheets and of each customer type that may stand apart."""
        said = defaultdict(list)
        for ballot in ballots:
            own = ballot.customer_type_id.id
            for code, value in (ballot.answers or {}).items():
                for group in {False, own if own in types else False}:
                    said[code, group].append(value)
        groups = [False, *sorted(one for one in types if one)]
        self.env["convenience.survey.result"]._create_guarded(
            [
                self._prepare_result(number, tick, group, said)
                for number, tick in enumerate(self._ticks())
                if tick.part in COLUMNS
                for group in groups
            ]
        )

    def _prepare_result(self, number, tick, group, said):
        counts = Counter(said[tick.code, group])
        is_item = tick.about.isdigit()
        columns = enumerate(COLUMNS[tick.part], start=1)
        prices = said[f"price:{tick.about}", group]
        if group and len(prices) < FEWEST:
            prices = []
        low, median, high = map(self.currency_id.round, quartiles(sorted(prices)))
        return {
            "round_id": self.id,
            "sequence": number,
            "product_id": int(tick.about) if is_item else False,
            "aspect": "item" if is_item else tick.about,
            "customer_type_id": group,
            "answer_count": counts.total(),
            **{name: counts[value] for value, name in columns},
            "price_count": len(prices),
            "price_low": low,
            "price_median": median,
            "price_high": high,
        }

    # ------------------------------------------------------------------ what follows

    def _put_down_opinions(self, words):
        today = self.office_id._today()
        self.env["convenience.survey.opinion"]._create_guarded(
            [
                {
                    "office_id": self.office_id.id,
                    "date": today,
                    "source": "survey",
                    "words": said,
                    "round_id": self.id,
                }
                for said in words
            ]
        )
        if self.kind == "demand":
            self._create_demand([{"wish": said[:200]} for said in words])

    def _put_down_demand(self):
        """One row an item that somebody wants: how many households, and what they call fair."""
        whole = self.result_ids.filtered(
            lambda result: not result.customer_type_id and result.wanted
        )
        self._create_demand(
            [
                {
                    "wish": result.product_id.name,
                    "product_id": result.product_id.id,
                    "asked_count": result.wanted,
                    "note": self._demand_note(result),
                }
                for result in whole
            ]
        )

    def _create_demand(self, rows):
        common = {
            "office_id": self.office_id.id,
            "date": self.office_id._today(),
            "source": "survey",
            "survey_round_id": self.id,
        }
        self.env["convenience.demand"]._create_guarded([{**common, **row} for row in rows])

    def _demand_note(self, result):
        said = self.env._(
            "Wanted by %(wanted)s of %(answers)s: every week %(weekly)s, every month %(monthly)s, "
            "a few times a year %(seldom)s.",
            wanted=result.wanted,
            answers=result.answer_count,
            weekly=result.weekly,
            monthly=result.monthly,
            seldom=result.seldom,
        )
        if not result.price_count:
            return said
        price = self.env._(
            "Fair price %(median)s (quartiles %(low)s and %(high)s).",
            median=result._in_currency(result.price_median),
            low=result._in_currency(result.price_low),
            high=result._in_currency(result.price_high),
        )
        return f"{said} {price}"
