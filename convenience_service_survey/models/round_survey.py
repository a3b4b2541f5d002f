from odoo import SUPERUSER_ID, api, models
from odoo.fields import Command
from odoo.tools.misc import clean_context

from odoo.addons.convenience_service.models.guard.permit import with_permit
from odoo.addons.convenience_service.models.guard.roles import SERVICE_MANAGER

from .ticks import ASPECTS, GRADE_OPTIONS, MOST_TIMES_PRICE, USE_OPTIONS, Tick, price_steps

QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class ConvenienceSurveyRound(models.Model):
    """The sheet of a round: its ticks, the same for paper, page, clerk and counting, and the survey
    of the ERP that is made of them.
    """

    _name = "convenience.survey.round"
    _inherit = ["convenience.survey.round"]

    # ------------------------------------------------------------------ ticks

    @api.model
    def _use_labels(self):
        """Return what may be ticked for an item that is wanted or not."""
        return (
            self.env._("Every week"),
            self.env._("Every month"),
            self.env._("A few times a year"),
            self.env._("Not wanted"),
        )

    @api.model
    def _grade_labels(self):
        """Return what may be ticked for what is judged (满意度四级)."""
        return (
            self.env._("Very satisfied"),
            self.env._("Satisfied"),
            self.env._("Basically satisfied"),
            self.env._("Dissatisfied"),
        )

    @api.model
    def _aspect_labels(self):
        return {
            "attitude": self.env._("Attitude of the staff"),
            "time": self.env._("Coming and finishing in time"),
            "price": self.env._("Prices"),
            "overall": self.env._("Convenience services on the whole"),
        }

    def _ticks(self):
        """Return every `Tick` of the sheet, in its order."""
        self.ensure_one()
        # sudo: what is asked, for who may answer it
        items = self.sudo().item_ids
        if self.sudo().kind == "demand":
            return [tick for item in items for tick in self._ticks_of_wish(item)]
        numbers = tuple(range(1, GRADE_OPTIONS + 1))
        labels = self._grade_labels()
        aspects = self._aspect_labels()
        return [
            *(
                Tick(f"grade:{item.product_id.id}", item.product_id.name, labels, numbers)
                for item in items
            ),
            *(Tick(f"grade:{name}", aspects[name], labels, numbers) for name in ASPECTS),
        ]

    def _ticks_of_wish(self, item):
        about, label = item.product_id.id, item.product_id.name
        yield Tick(f"use:{about}", label, self._use_labels(), tuple(range(1, USE_OPTIONS + 1)))
        steps = price_steps(item.price)
        if steps:
            said = tuple(f"{step:g}" for step in steps)
            yield Tick(f"price:{about}", label, said, steps, needed=False)

    def _words_label(self):
        """Return what the sheet asks for in free words."""
        if self.sudo().kind == "demand":
            return self.env._("What is missing?")
        return self.env._("What should we do better?")

    # ------------------------------------------------------------------ the ERP's survey

    def action_make_survey(self):
        """Make the sheet anew from what is picked, as a survey of the ERP, to look at it.

        :raise AccessError: for others than service manager and director
        :raise UserError: when the round is open: its sheet stays
        """
        for one in self:
            one._require_manager(self.env._("make its sheet"))
            one._refuse_begun()
            one._refuse_unready()
            one._make_survey()
        return True

    def action_show_survey(self):
        """Show the sheet as households see it; nothing of it is kept."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/service-survey/sheet/{self.id}",
            "target": "new",
        }

    def _quiet(self, model):
        """Return a model of surveys as the round writes it: by the system, without a chatter that
        would tell who did what when.
        """
        system = self.env(user=SUPERUSER_ID, su=True, context=clean_context(self.env.context))
        return with_permit(self.with_env(system)).env[model].with_context(**QUIET)

    def _make_survey(self):
        surveys = self._quiet("survey.survey")
        old = surveys.browse(self.sudo().survey_id.id)
        survey = surveys.create(self._prepare_survey())
        self._write_guarded({"survey_id": survey.id})
        old.unlink()

    def _prepare_survey(self):
        return {
            "title": self.name,
            "survey_type": "custom",
            "access_mode": "token",
            "questions_layout": "one_page",
            "scoring_type": "no_scoring",
            "user_id": False,
            "question_and_page_ids": [
                Command.create({**question, "sequence": number})
                for number, question in enumerate(self._prepare_questions(), start=1)
            ],
        }

    def _prepare_questions(self):
        ticks = self._ticks()
        titles = {
            "use": self.env._("Would you use it, and how often?"),
            "grade": self.env._("How satisfied are you?"),
        }
        for part, title in titles.items():
            own = [tick for tick in ticks if tick.part == part]
            if own:
                yield self._prepare_matrix(part, title, own)
        for tick in ticks:
            if tick.part == "price":
                yield self._prepare_price(tick)
        yield {
            "title": self._words_label(),
            "question_type": "text_box",
            "convenience_code": "words",
        }

    def _prepare_matrix(self, part, title, ticks):
        return {
            "title": title,
            "question_type": "matrix",
            "convenience_code": part,
            "suggested_answer_ids": [
                Command.create({"value": label, "sequence": value, "convenience_code": str(value)})
                for label, value in zip(ticks[0].options, ticks[0].values, strict=True)
            ],
            "matrix_row_ids": [
                Command.create(
                    {"value": tick.label, "sequence": number, "convenience_code": tick.about}
                )
                for number, tick in enumerate(ticks, start=1)
            ],
        }

    def _prepare_price(self, tick):
        return {
            "title": self.env._("What price is fair for %(item)s?", item=tick.label),
            "question_type": "numerical_box",
            "convenience_code": tick.code,
            "validation_required": True,
            "validation_max_float_value": max(tick.values) * MOST_TIMES_PRICE,
        }

    def _require_manager(self, act):
        """Refuse others than who opens and closes rounds, and other offices."""
        self._require_role(SERVICE_MANAGER, act=act)
        self._check_own_office()
