from odoo import api, models

from .tariff_line import TariffKey


class ConvenienceNotice(models.Model):
    """What no longer holds is withdrawn by itself; what hangs of it is then to be taken down."""

    _name = "convenience.notice"
    _inherit = ["convenience.notice"]

    @api.model
    def _cron_withdraw_outdated(self):
        """Withdraw what has run out or was replaced; safe to run twice and side by side."""
        outdated = self.search([("state", "=", "published")])._outdated()
        self._run_job(
            [("id", "in", outdated.ids), ("state", "=", "published")], "_withdraw_outdated"
        )

    def _withdraw_outdated(self):
        """Called by the job with a locked batch."""
        values = {}
        for notice in self:
            lang = notice.office_id._public_lang()
            values[notice.id] = {
                "withdrawal_reason": notice.with_context(lang=lang)._why_outdated()
            }
        self._move_to_by_system("withdrawn", via="validity", values=values)

    def _why_outdated(self):
        if self.date_to and self.date_to < self.office_id._today():
            return self.env._("It was valid until %(date)s.", date=self.date_to)
        return self.env._("A later approval has replaced what it says.")

    def _outdated(self):
        """Return the notices that do not hold any more on the local day of their office."""
        over = self.filtered(
            lambda notice: notice.date_to and notice.date_to < notice.office_id._today()
        )
        # sudo: approved prices are asked for, whoever asks
        of_prices = (self - over).sudo().filtered("tariff_id")
        holding = of_prices.tariff_id._still_holding()
        return over | of_prices.filtered(lambda notice: notice.tariff_id not in holding).sudo(
            self.env.su
        )


class ConvenienceTariff(models.Model):
    """Whether anything of an approved tariff still holds."""

    _name = "convenience.tariff"
    _inherit = ["convenience.tariff"]

    def _still_holding(self):
        """Return the tariffs that hold today or will, be it with a single line, also a stop."""
        lines = self.env["convenience.tariff.line"]
        annuals = lines._approved_annuals(self.office_id.ids)
        days = {office: office._today() for office in self.office_id}
        begun = self.filtered(lambda tariff: tariff.date_start <= days[tariff.office_id])
        keys = {}
        for line in begun.line_ids:
            for customer_type in line._types_meant():
                key = TariffKey(
                    line.office_id.id, line.product_id.id, customer_type.id, days[line.office_id]
                )
                keys[line, customer_type] = key
        found = lines._find_holding_lines(keys.values())
        alive = {line.tariff_id for (line, _type), key in keys.items() if found[key] == line}
        in_force = {
            next((annual for annual in ranked if annual.date_start <= day), None)
            for office, day in days.items()
            if (ranked := annuals.get(office.id, ()))
        }
        return self.filtered(
            lambda tariff: tariff not in begun or tariff in alive or tariff in in_force
        )


class ConvenienceTariffLine(models.Model):
    """For whom a line is meant."""

    _name = "convenience.tariff.line"
    _inherit = ["convenience.tariff.line"]

    def _types_meant(self):
        """Return the customer types that the line may hold for."""
        return (
            self.customer_type_id
            or self.product_id.convenience_customer_type_ids
            or self.env["convenience.customer.type"].search([])
        )
