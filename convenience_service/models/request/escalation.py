from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .request import OPEN_STATES

REMINDER = "convenience_service.mail_activity_type_deadline"
WARN, SUPERVISE, DIRECT = 1, 2, 3
STEPS = (WARN, SUPERVISE, DIRECT)


class ConvenienceRequest(models.Model):
    """A deadline that nears is told to who should act, a missed one climbs (P2 4.2.7, P5 4.2.6).

    Step 1 warns who dispatched it, step 2 tells the service manager that it is late, step 3 the
    director that it still is. Each step is taken once for a deadline, and only upwards; a new
    deadline starts anew.
    """

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    escalation_level = fields.Integer(
        "Escalation",
        readonly=True,
        copy=False,
        default=0,
        aggregator=None,
        help="1: warned, 2: told to the service manager, 3: told to the director.",
    )
    escalated_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"escalation_level", "escalated_on"}

    @api.model
    def _guarded_defaults(self):
        return {**super()._guarded_defaults(), "escalation_level": 0, "escalated_on": False}

    # ------------------------------------------------------------------ job

    @api.model
    def _cron_escalate(self):
        """Take the next step for every request whose deadline nears or has passed."""
        self._run_job(self._domain_to_escalate(), "_escalate")

    @api.model
    def _domain_to_escalate(self):
        """What is below the step that its deadline and the settings of its office ask for."""
        now = fields.Datetime.now()
        warned = self._domain_by_office(
            "warn_before_hours", lambda hours: now + timedelta(hours=hours)
        )
        still_late = self._domain_by_office(
            "escalate_after_hours", lambda hours: now - timedelta(hours=hours)
        )
        return Domain("state", "in", OPEN_STATES) & (
            (Domain("escalation_level", "<", WARN) & warned)
            | (Domain("escalation_level", "<", SUPERVISE) & self._domain_passed(now))
            | (Domain("escalation_level", "<", DIRECT) & still_late)
        )

    def _escalate(self):
        """Take every step that is due; what was missed while no job ran is made up for."""
        now = fields.Datetime.now()
        for step in STEPS:
            self.filtered(
                lambda request, step=step: request.escalation_level < step <= request._step_due(now)
            )._take_step(step)

    def _step_due(self, now):
        """Return the step that the next deadline asks for at the moment, 0 for none."""
        deadline, office = self._next_deadline(), self.office_id
        if not deadline or deadline >= now + timedelta(hours=office.warn_before_hours):
            return 0
        if deadline >= now:
            return WARN
        still_late = deadline < now - timedelta(hours=office.escalate_after_hours)
        return DIRECT if still_late else SUPERVISE

    def _take_step(self, step):
        told = self.grouped(lambda request: (request.office_id, request._answerable_user(step)))
        for (office, user), requests in told.items():
            requests._remind(office, user)
            requests._note_step(office, user, step)
        self._write_guarded({"escalation_level": step, "escalated_on": fields.Datetime.now()})

    def _remind(self, office, user):
        """Put the requests on the user's list of activities, today at the office."""
        if not user:
            return
        requests = self.with_context(lang=user.lang, tz=office.tz)
        labels = dict(self._fields["deadline_state"]._description_selection(requests.env))
        for state, same in requests.grouped("deadline_state").items():
            same.activity_schedule(
                REMINDER, office._today(), summary=labels[state], user_id=user.id
            )

    def _note_step(self, office, user, step):
        """One line in the history of each request, in the language of the office."""
        env = self.with_context(lang=office.partner_id.lang or self.env.lang).env
        if not user:
            text = env._("Nobody could be told: name the people of %(office)s.", office=office.name)
        elif step == WARN:
            text = env._("%(user)s was reminded of the deadline.", user=user.name)
        else:
            text = env._("%(user)s was told that the deadline is missed.", user=user.name)
        self._message_log_batch(bodies=dict.fromkeys(self.ids, text))

    # ------------------------------------------------------------------ who is told

    def _answerable_user(self, step=WARN):
        """Return who answers for the request at a step: somebody of the office, or nobody."""
        office = self.office_id
        people = {
            WARN: self.assigned_by_id
            | self.department_id.manager_id.user_id
            | office.service_manager_id,
            SUPERVISE: office.service_manager_id | office.director_id,
            DIRECT: office.director_id | office.deputy_ids,
        }[step]
        return self._of_office(people)[:1]

    def _of_office(self, users):
        """Leave out who cannot open the request: those who left, or work elsewhere."""
        return users.filtered(lambda user: user.active and user in self.office_id.user_ids)

    # ------------------------------------------------------------------ ending and starting anew

    def _after_move(self, move):
        result = super()._after_move(move)
        if move.target == "in_progress":
            self._end_escalation()
        elif move.target not in OPEN_STATES:
            self._close_reminders()
        return result

    def _renew_deadlines(self):
        result = super()._renew_deadlines()
        self._end_escalation()
        return result

    def _end_escalation(self):
        """The deadline is kept, or another one holds: its steps begin again."""
        # sudo: the level is the system's, the reminders are other people's
        escalated = self.sudo().filtered("escalation_level")
        if escalated:
            escalated._close_reminders()
            escalated._write_guarded({"escalation_level": 0, "escalated_on": False})

    def _close_reminders(self):
        """Nobody is reminded any more of what is settled."""
        # sudo: as above
        escalated = self.sudo().filtered("escalation_level")
        if escalated:
            escalated.activity_feedback([REMINDER])
