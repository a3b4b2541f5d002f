from datetime import date

from odoo import api, models

from ..guard.roles import GENERAL_MANAGER

TO_DO = "convenience_service.mail_activity_type_annual_round"
LATEST = (3, 31)  # who has none by then goes on with the old list


class ConvenienceAnnualRound(models.Model):
    """In January each office is given its round, and the general manager is told of who is late.

    The list of the year before holds until the new one is approved and in force.
    """

    _name = "convenience.annual.round"
    _inherit = ["convenience.annual.round"]

    @api.model
    def _cron_annual_rounds(self):
        """Begin the rounds that are due, each once; then tell of the lists that are late."""
        for office in self._offices_to_plan():
            self._begin(office)
            self.env["ir.cron"]._commit_progress(1)
        for late in self._rounds_late():
            late._tell_late()
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _offices_to_plan(self):
        """Return the offices with a list, where the day of January has come, without a round."""
        offices = self.env["convenience.office"].search([]).filtered(self._is_due)
        planned = self._planned(offices)
        offering = self.env["convenience.tariff"]._read_group(
            [("office_id", "in", offices.ids), ("state", "=", "approved")], ["office_id"]
        )
        return offices.filtered(
            lambda office: (office,) in offering and (office, office._today().year) not in planned
        )

    @api.model
    def _is_due(self, office):
        today, day = office._today(), office.company_id.convenience_round_day
        return bool(day) and today.month == 1 and today.day >= day

    @api.model
    def _is_late(self, office):
        today, day = office._today(), office.company_id.convenience_round_late_day
        return date(today.year, 1, day) < today <= date(today.year, *LATEST)

    @api.model
    def _planned(self, offices):
        groups = self._read_group([("office_id", "in", offices.ids)], ["office_id", "year"])
        return set(groups)

    @api.model
    def _begin(self, office):
        one = self.create({"office_id": office.id, "year": office._today().year})
        director = office.director_id or office.deputy_ids[:1]
        if director:
            one.with_context(lang=director.lang).activity_schedule(
                TO_DO, office._today(), user_id=director.id
            )
        return one

    @api.model
    def _rounds_late(self):
        """Return the rounds of offices without an approved list of the year, told of once."""
        offices = self.env["convenience.office"].search([]).filtered(self._is_late)
        rounds = self.search([("office_id", "in", offices.ids), ("late_told_on", "=", False)])
        rounds = rounds.filtered(lambda one: one.year == one.office_id._today().year)
        approved = self.env["convenience.tariff"].search(
            [
                ("office_id", "in", offices.ids),
                ("kind", "=", "annual"),
                ("state", "=", "approved"),
            ]
        )
        done = {(tariff.office_id, tariff.year) for tariff in approved}
        return rounds.filtered(lambda one: (one.office_id, one.year) not in done)

    def _tell_late(self):
        office = self.office_id
        deciders = self.env["res.users"]._convenience_deciders(office.company_id, GENERAL_MANAGER)
        for user in deciders:
            told = self.with_context(lang=user.lang)
            told.message_notify(
                partner_ids=user.partner_id.ids,
                subject=told.env._(
                    "%(office)s has no approved list for %(year)s yet",
                    office=office.name,
                    year=self.year,
                ),
                body=told.env._("The list of the year before holds until then."),
            )
        self._write_guarded({"late_told_on": office._today()})
