from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..guard.reason import asks_reason
from ..guard.roles import CLERK, GENERAL_MANAGER
from .complaint import CLIMBS

_lt = LazyTranslate(__name__)

OPEN = ("new", "handling")
SUPERVISOR_TOLD, DIRECTOR_TOLD, MANAGER_TOLD = 1, 2, 3
TOLD = "convenience_service.mail_activity_type_complaint_climbed"
UNSOLVED_DAYS = 30


class ConvenienceComplaint(models.Model):
    """A complaint that is left alone climbs (逾期上报): to the supervisor before it is late, to the
    director when it is, to the general manager when that does not help.

    The job takes each step once, whenever it runs and however often. A general manager is told
    once a day and office, not of each.
    """

    _name = "convenience.complaint"
    _inherit = ["convenience.complaint", "convenience.job.mixin"]

    climbed_to = fields.Integer(readonly=True, copy=False)
    climbed_on = fields.Datetime(readonly=True, copy=False)

    _climbing_idx = models.Index(
        "(climbed_to, climb_1_on, climb_2_on, climb_3_on) WHERE state IN ('new', 'handling')"
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | self._job_fields() | {"climbed_to", "climbed_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "climbed_to": 0, "climbed_on": False}

    @api.model
    def _climbing(self):
        """What has a step to take by now."""
        now = fields.Datetime.now()
        return Domain("state", "in", OPEN) & Domain.OR(
            Domain("climbed_to", "<", level) & Domain(moment, "<=", now)
            for level, moment in enumerate(CLIMBS, start=1)
        )

    @api.model
    def _cron_climb(self):
        """Take each step that is due, once; serves the terms of the company."""
        self._run_job(self._climbing(), "_climb", batch_size=500)
        self._run_job(self._long_unsolved(), "_become_major", batch_size=500)

    def _climb(self):
        now = fields.Datetime.now()
        levels = {
            complaint: max(
                level
                for level, moment in enumerate(CLIMBS, start=1)
                if complaint[moment] and complaint[moment] <= now
            )
            for complaint in self
        }
        for level in set(levels.values()):
            same = self.browse(one.id for one, own in levels.items() if own == level)
            same._write_guarded({"climbed_to": level, "climbed_on": now})
            same._tell(level)

    @api.model
    def _long_unsolved(self):
        """Complaints that nobody held to be wrong and that are not settled within a month."""
        since = fields.Date.subtract(fields.Date.today(), days=UNSOLVED_DAYS)
        return (
            Domain("state", "in", OPEN)
            & Domain("date", "<", since)
            & Domain("severity", "!=", "major")
            & Domain("proposed_finding", "!=", "invalid")
        )

    def _become_major(self):
        self._write_guarded({"severity": "major"})

    # ------------------------------------------------------------------ who is told

    def _tell(self, level):
        for office, complaints in self.grouped("office_id").items():
            if level == MANAGER_TOLD:
                complaints._tell_general_managers(office)
                continue
            for user, same in complaints.grouped(lambda one: one._told_at(level)).items():
                if user:
                    same.with_context(
                        lang=user.lang, mail_activity_quick_update=True
                    ).activity_schedule(TOLD, office._today(), user_id=user.id)

    def _told_at(self, level):
        office = self.office_id
        people = office.director_id | office.deputy_ids
        if level == SUPERVISOR_TOLD:
            people = self.department_id.manager_id.user_id | office.service_manager_id | people
        return people.filtered(lambda user: user.active and user in office.user_ids)[:1]

    def _tell_general_managers(self, office):
        """One activity a day and office: the list behind it has the rest."""
        managers = self.env.user._convenience_role_users(GENERAL_MANAGER)
        managers = managers.filtered(lambda user: office.company_id in user.company_ids)
        late = self.search([("office_id", "=", office.id), ("climbed_to", "=", MANAGER_TOLD)])
        waiting = len(late.filtered(lambda complaint: complaint.state in OPEN))
        kind = self.env.ref(TOLD)
        told = self.env["mail.activity"].search(
            [
                ("activity_type_id", "=", kind.id),
                ("user_id", "in", managers.ids),
                ("date_deadline", "=", office._today()),
                ("res_model", "=", self._name),
                ("res_id", "in", late.ids),
            ]
        )
        for manager in managers - told.user_id:
            first = self[:1].with_context(lang=manager.lang, mail_activity_quick_update=True)
            summary = first.env._("%(count)s complaints are late", count=waiting)
            first.activity_schedule(TOLD, office._today(), summary=summary, user_id=manager.id)

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target not in OPEN:
            # sudo: the activities are other people's
            self.sudo().activity_feedback([TOLD])
        return result

    # ------------------------------------------------------------------ by hand

    @asks_reason(_lt("Hand It Up"))
    def action_climb(self, reason=None):
        """Tell the next one above at once.

        :param str reason: why it cannot wait
        """
        self._require_role(CLERK, act=self.env._("hand it up"))
        self._check_own_office()
        self._refuse_in_states(self._settled_states())
        for complaint in self.filtered(lambda one: one.climbed_to < MANAGER_TOLD):
            level = complaint.climbed_to + 1
            complaint._write_guarded({"climbed_to": level, "climbed_on": fields.Datetime.now()})
            complaint._log(complaint.state, complaint.state, reason)
            complaint.sudo()._tell(level)  # sudo: an activity for somebody above
        return True
