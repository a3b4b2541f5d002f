from odoo import models


class ConvenienceRequest(models.Model):
    """Urgent requests outside office hours go to who is on duty (P1 制度 1 and 3)."""

    _name = "convenience.request"
    _inherit = ["convenience.request"]

    def _after_registration(self):
        result = super()._after_registration()
        # each asks who is on duty: seldom more than one is registered at a time
        for request in self.filtered("is_urgent"):
            if not request.office_id._is_open_at(request.registered_at):
                request._alert_on_duty()
        return result

    def _alert_on_duty(self):
        """Give the request to the leader on duty, the desk or the director, and say so."""
        person, sentence = self._find_alerted()
        if person:
            self._schedule_alert(person)
        self.message_post(body=sentence)

    def _find_alerted(self):
        """Return who is told, and the sentence about it; nobody where nobody can be found."""
        told = {
            "leader": self.env._("Urgent and outside office hours: the leader on duty was told"),
            "desk": self.env._("Urgent and outside office hours: the desk on duty was told"),
            "director": self.env._(
                "Urgent and outside office hours, and nobody is on duty: the director was told"
            ),
        }
        for role, users in self._alert_candidates():
            for person in users:
                if person.active and self._can_be_opened_by(person):
                    return person, f"{told[role]}: {person.name}"
        return None, self.env._(
            "Urgent and outside office hours: nobody is on duty and the office has no director. "
            "Call somebody."
        )

    def _can_be_opened_by(self, person):
        """Whoever cannot open the request is not told of it."""
        # the companies are the person's own, not those the clerk has open
        request = self.with_user(person).with_context(allowed_company_ids=[])
        return request.has_access("read")

    def _alert_candidates(self):
        office = self.office_id
        yield "leader", office._on_duty("leader", self.registered_at)
        yield "desk", office._on_duty("desk", self.registered_at)
        yield "director", office.director_id

    def _schedule_alert(self, person):
        # sudo: the task is the office's, whoever registers; the context cannot skip it
        self.sudo().with_context(mail_activity_automation_skip=False).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.office_id._local_date(self.registered_at),
            summary=self.env._("Urgent: %(request)s", request=self.name),
            user_id=person.id,
        )
