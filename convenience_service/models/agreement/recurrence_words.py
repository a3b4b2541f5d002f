"""A recurrence in words for people, in the language of who reads them."""

from babel.dates import format_skeleton, get_day_names, get_month_names

from odoo.tools import format_list
from odoo.tools.misc import babel_locale_parse, get_lang


class RecurrenceWords:
    """Says a rule as the desk would: "every 2 weeks on Monday and Thursday, at 9:00"."""

    def __init__(self, env):
        self.env = env
        self._locale = babel_locale_parse(get_lang(env).code)

    def say(self, rule, hours=None):
        """Return the rule in words.

        :param rule: a `Recurrence` without a problem
        :param hours: local time of the visit in hours after midnight; None: any time
        """
        words = getattr(self, f"_say_{rule.frequency}")(rule)
        if hours is None:
            return words
        minutes = round(hours * 60)
        clock = f"{minutes // 60}:{minutes % 60:02d}"
        return self.env._("%(rule)s, at %(time)s", rule=words, time=clock)

    def _say_daily(self, rule):
        if rule.interval == 1:
            return self.env._("every day")
        return self.env._("every %(count)s days", count=rule.interval)

    def _say_weekly(self, rule):
        names = get_day_names("wide", locale=self._locale)
        days = self._listed(names[day] for day in sorted(rule.weekdays))
        if rule.interval == 1:
            return self.env._("every week on %(days)s", days=days)
        return self.env._("every %(count)s weeks on %(days)s", count=rule.interval, days=days)

    def _say_monthly(self, rule):
        days = self._days_of_month(rule)
        if rule.interval == 1:
            return self.env._("every month on %(days)s", days=days)
        return self.env._("every %(count)s months on %(days)s", count=rule.interval, days=days)

    def _say_yearly(self, rule):
        if rule.nth_week or rule.month_days or rule.last_day:
            month = get_month_names("wide", locale=self._locale)[rule.start.month]
            day = self.env._("%(days)s in %(month)s", days=self._days_of_month(rule), month=month)
        else:
            day = format_skeleton("MMMMd", rule.start, locale=self._locale)
        if rule.interval == 1:
            return self.env._("every year on %(days)s", days=day)
        return self.env._("every %(count)s years on %(days)s", count=rule.interval, days=day)

    def _days_of_month(self, rule):
        if rule.nth_week:
            names = get_day_names("wide", locale=self._locale)
            return self._nth(rule.nth_week, names[rule.nth_weekday])
        days = [self.env._("day %(number)s", number=day) for day in sorted(rule.month_days)]
        return self._listed(days + [self.env._("the last day")] * rule.last_day)

    def _nth(self, week, day):
        sentences = {
            1: self.env._("the first %(weekday)s", weekday=day),
            2: self.env._("the second %(weekday)s", weekday=day),
            3: self.env._("the third %(weekday)s", weekday=day),
            4: self.env._("the fourth %(weekday)s", weekday=day),
            5: self.env._("the fifth %(weekday)s", weekday=day),
            -1: self.env._("the last %(weekday)s", weekday=day),
        }
        return sentences[week]

    def _listed(self, words):
        return format_list(self.env, list(words))
