"""The cases of test_recurrence: each rule with every day it is expected on, written out by hand."""

from datetime import date

from ...models.agreement.recurrence import Recurrence

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def day(text):
    return date.fromisoformat(text)


def rule(start, frequency, **values):
    return Recurrence(day(start), frequency, **values)


def daily(start, interval=1):
    return rule(start, "daily", interval=interval)


def weekly(start, *weekdays, interval=1):
    return rule(start, "weekly", weekdays=weekdays, interval=interval)


def monthly(start, *month_days, **values):
    return rule(start, "monthly", month_days=month_days, **values)


def nth(start, week, weekday, interval=1):
    return rule(start, "monthly", nth_week=week, nth_weekday=weekday, interval=interval)


def yearly(start, **values):
    return rule(start, "yearly", **values)


# what it shows, the rule, first and last day looked at, the days expected
CASES = [
    # --- daily
    (
        "every day, both ends included",
        daily("2026-02-26"),
        "2026-02-26", "2026-03-02",
        "2026-02-26 2026-02-27 2026-02-28 2026-03-01 2026-03-02",
    ),
    ("every day has a 29 February in a leap year", daily("2028-02-28"),
        "2028-02-28", "2028-03-01", "2028-02-28 2028-02-29 2028-03-01"),
    ("every 3 days across a month's end", daily("2026-01-29", 3),
        "2026-01-29", "2026-02-10", "2026-01-29 2026-02-01 2026-02-04 2026-02-07 2026-02-10"),
    ("every 3 days across a year's end", daily("2026-12-29", 3),
        "2026-12-29", "2027-01-08", "2026-12-29 2027-01-01 2027-01-04 2027-01-07"),
    ("every 3 days keeps the rhythm of a start in the past", daily("2026-01-01", 3),
        "2026-03-01", "2026-03-08", "2026-03-02 2026-03-05 2026-03-08"),
    ("every 10 days, leap day between", daily("2028-02-20", 10),
        "2028-02-20", "2028-03-31", "2028-02-20 2028-03-01 2028-03-11 2028-03-21 2028-03-31"),
    ("every 400 days", daily("2026-01-01", 400),
        "2026-01-01", "2028-12-31", "2026-01-01 2027-02-05 2028-03-11"),
    # --- weekly
    ("every Monday", weekly("2026-11-02", MON),
        "2026-11-01", "2026-11-30", "2026-11-02 2026-11-09 2026-11-16 2026-11-23 2026-11-30"),
    ("start on another weekday: the start itself is no visit", weekly("2026-11-03", MON),
        "2026-11-01", "2026-11-20", "2026-11-09 2026-11-16"),
    ("Monday and Thursday", weekly("2026-11-01", MON, THU),
        "2026-11-01", "2026-11-14", "2026-11-02 2026-11-05 2026-11-09 2026-11-12"),
    ("all seven days", weekly("2026-11-23", *range(7)),
        "2026-11-23", "2026-11-29",
        "2026-11-23 2026-11-24 2026-11-25 2026-11-26 2026-11-27 2026-11-28 2026-11-29"),
    ("weekdays named twice and in any order", weekly("2026-11-23", FRI, MON, FRI),
        "2026-11-23", "2026-11-30", "2026-11-23 2026-11-27 2026-11-30"),
    ("Sunday ends the week of its Monday", weekly("2026-11-29", SUN, MON, interval=2),
        "2026-11-01", "2026-12-31", "2026-11-29 2026-12-07 2026-12-13 2026-12-21 2026-12-27"),
    ("every 2 weeks across the end of 2026, of 53 weeks", weekly("2026-12-07", MON, interval=2),
        "2026-12-01", "2027-01-31", "2026-12-07 2026-12-21 2027-01-04 2027-01-18"),
    ("every 2 weeks across the end of 2020, of 53 weeks", weekly("2020-12-18", FRI, interval=2),
        "2020-12-01", "2021-01-31", "2020-12-18 2021-01-01 2021-01-15 2021-01-29"),
    ("every 2 weeks across the end of 2027, of 52 weeks", weekly("2027-12-20", MON, interval=2),
        "2027-12-01", "2028-01-31", "2027-12-20 2028-01-03 2028-01-17 2028-01-31"),
    ("the year's end falls in the week between", weekly("2026-12-21", MON, FRI, interval=2),
        "2026-12-21", "2027-01-10", "2026-12-21 2026-12-25 2027-01-04 2027-01-08"),
    ("the year's end falls in the week of visits", weekly("2026-12-14", MON, FRI, interval=2),
        "2026-12-21", "2027-01-10", "2026-12-28 2027-01-01"),
    ("every 2 weeks from the middle of a week", weekly("2026-12-02", MON, THU, interval=2),
        "2026-12-01", "2027-01-15",
        "2026-12-03 2026-12-14 2026-12-17 2026-12-28 2026-12-31 2027-01-11 2027-01-14"),
    ("every 2 weeks, its weekday of the first week is over", weekly("2026-11-27", MON, interval=2),
        "2026-11-01", "2026-12-31", "2026-12-07 2026-12-21"),
    ("every 2 weeks, looked at from an odd week on", weekly("2026-11-02", MON, interval=2),
        "2026-11-09", "2026-12-01", "2026-11-16 2026-11-30"),
    ("every 3 weeks over February of a leap year", weekly("2028-02-08", TUE, interval=3),
        "2028-02-01", "2028-04-30", "2028-02-08 2028-02-29 2028-03-21 2028-04-11"),
    ("every 5 weeks on the weekend", weekly("2026-11-07", SAT, SUN, interval=5),
        "2026-11-01", "2027-01-31",
        "2026-11-07 2026-11-08 2026-12-12 2026-12-13 2027-01-16 2027-01-17"),
    ("every 53 weeks", weekly("2026-01-01", THU, interval=53),
        "2026-01-01", "2028-12-31", "2026-01-01 2027-01-07 2028-01-13"),
    ("two weeks from a start years ago", weekly("2020-01-01", WED, interval=2),
        "2026-11-01", "2026-11-30", "2026-11-11 2026-11-25"),
    # --- month days
    ("the 31st is left out where there is none", monthly("2026-01-31", 31),
        "2026-01-01", "2026-12-31",
        "2026-01-31 2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31 2026-12-31"),
    ("the 30th is left out in February only", monthly("2026-01-30", 30),
        "2026-01-01", "2026-05-31", "2026-01-30 2026-03-30 2026-04-30 2026-05-30"),
    ("the 29th is left out in February of a common year", monthly("2027-01-29", 29),
        "2027-01-01", "2027-04-30", "2027-01-29 2027-03-29 2027-04-29"),
    ("the 29th is kept in February of a leap year", monthly("2028-01-29", 29),
        "2028-01-01", "2028-04-30", "2028-01-29 2028-02-29 2028-03-29 2028-04-29"),
    ("the 29th is left out in February 2100, no leap year", monthly("2100-01-01", 29),
        "2100-01-01", "2100-03-31", "2100-01-29 2100-03-29"),
    ("the 29th is kept in February 2000, a leap year", monthly("2000-01-01", 29),
        "2000-01-01", "2000-03-31", "2000-01-29 2000-02-29 2000-03-29"),
    ("several days of a month", monthly("2026-01-01", 1, 15, 31),
        "2026-01-01", "2026-03-31",
        "2026-01-01 2026-01-15 2026-01-31 2026-02-01 2026-02-15 2026-03-01 2026-03-15 2026-03-31"),
    ("several days, the start between them", monthly("2026-01-10", 1, 15),
        "2026-01-01", "2026-02-28", "2026-01-15 2026-02-01 2026-02-15"),
    ("days named in any order come in order", monthly("2026-01-01", 20, 5),
        "2026-01-01", "2026-02-10", "2026-01-05 2026-01-20 2026-02-05"),
    ("every 2 months on the 31st: only months counted from the start",
        monthly("2026-01-31", 31, interval=2),
        "2026-01-01", "2026-12-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"),
    ("every 3 months across a year's end", monthly("2026-11-05", 5, interval=3),
        "2026-11-01", "2027-08-31", "2026-11-05 2027-02-05 2027-05-05 2027-08-05"),
    ("the month counts from the start, though its day is over",
        monthly("2026-01-20", 10, interval=2),
        "2026-01-01", "2026-06-30", "2026-03-10 2026-05-10"),
    ("every 13 months", monthly("2026-01-15", 15, interval=13),
        "2026-01-01", "2028-12-31", "2026-01-15 2027-02-15 2028-03-15"),
    ("the 31st every 12 months from June: never", monthly("2026-06-01", 31, interval=12),
        "2026-06-01", "2030-12-31", ""),
    ("monthly from a start years ago", monthly("2019-08-31", 31),
        "2026-08-01", "2026-10-31", "2026-08-31 2026-10-31"),
    # --- last day
    ("the last day, in every month of a common year", monthly("2026-01-01", last_day=True),
        "2026-01-01", "2026-12-31",
        "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30 2026-07-31 2026-08-31 "
        "2026-09-30 2026-10-31 2026-11-30 2026-12-31"),
    ("the last day of February in a leap year", monthly("2028-01-15", last_day=True),
        "2028-02-01", "2028-02-29", "2028-02-29"),
    ("the last day of February 2100", monthly("2100-01-15", last_day=True),
        "2100-02-01", "2100-03-01", "2100-02-28"),
    ("the 15th and the last day", monthly("2026-01-31", 15, last_day=True),
        "2026-01-01", "2026-03-20", "2026-01-31 2026-02-15 2026-02-28 2026-03-15"),
    ("the 31st and the last day are one visit", monthly("2026-01-01", 31, last_day=True),
        "2026-01-01", "2026-03-31", "2026-01-31 2026-02-28 2026-03-31"),
    ("the last day of every 6th month", monthly("2026-02-01", last_day=True, interval=6),
        "2026-01-01", "2027-12-31", "2026-02-28 2026-08-31 2027-02-28 2027-08-31"),
    # --- nth weekday
    ("the fifth Friday, in months that have one", nth("2026-01-01", 5, FRI),
        "2026-01-01", "2026-12-31", "2026-01-30 2026-05-29 2026-07-31 2026-10-30"),
    ("the last Friday, in every month", nth("2026-01-01", -1, FRI),
        "2026-01-01", "2026-12-31",
        "2026-01-30 2026-02-27 2026-03-27 2026-04-24 2026-05-29 2026-06-26 2026-07-31 2026-08-28 "
        "2026-09-25 2026-10-30 2026-11-27 2026-12-25"),
    ("the first Monday", nth("2026-10-01", 1, MON),
        "2026-10-01", "2027-02-28", "2026-10-05 2026-11-02 2026-12-07 2027-01-04 2027-02-01"),
    ("the first Monday, the start after it", nth("2026-10-06", 1, MON),
        "2026-10-01", "2026-12-31", "2026-11-02 2026-12-07"),
    ("the second Sunday", nth("2026-11-01", 2, SUN),
        "2026-11-01", "2026-12-31", "2026-11-08 2026-12-13"),
    ("the third Wednesday every 2 months", nth("2026-11-18", 3, WED, interval=2),
        "2026-11-01", "2027-03-31", "2026-11-18 2027-01-20 2027-03-17"),
    ("the fourth Thursday", nth("2026-11-26", 4, THU),
        "2026-11-26", "2027-01-31", "2026-11-26 2026-12-24 2027-01-28"),
    ("the fifth Tuesday of February in a leap year", nth("2028-02-01", 5, TUE),
        "2028-02-01", "2028-03-31", "2028-02-29"),
    ("the last Sunday of February 2100", nth("2100-02-01", -1, SUN),
        "2100-02-01", "2100-02-28", "2100-02-28"),
    # --- yearly
    ("yearly on the day of the start", yearly("2026-05-31"),
        "2026-01-01", "2028-12-31", "2026-05-31 2027-05-31 2028-05-31"),
    ("yearly on 29 February: leap years only", yearly("2024-02-29"),
        "2024-01-01", "2033-12-31", "2024-02-29 2028-02-29 2032-02-29"),
    ("yearly on 29 February passes 2100 by", yearly("2092-02-29"),
        "2092-01-01", "2108-12-31", "2092-02-29 2096-02-29 2104-02-29 2108-02-29"),
    ("every 2 years", yearly("2026-03-01", interval=2),
        "2026-01-01", "2031-12-31", "2026-03-01 2028-03-01 2030-03-01"),
    ("the last day of February each year", yearly("2027-02-01", last_day=True),
        "2027-01-01", "2029-12-31", "2027-02-28 2028-02-29 2029-02-28"),
    ("two days of the month of the start", yearly("2026-09-10", month_days=(1, 20)),
        "2026-01-01", "2027-12-31", "2026-09-20 2027-09-01 2027-09-20"),
    ("the first Saturday of March", yearly("2026-03-01", nth_week=1, nth_weekday=SAT),
        "2026-01-01", "2028-12-31", "2026-03-07 2027-03-06 2028-03-04"),
    # --- ends of the window
    ("the window starts on a visit day", monthly("2026-01-15", 15),
        "2026-03-15", "2026-04-14", "2026-03-15"),
    ("the window ends on a visit day", monthly("2026-01-15", 15),
        "2026-03-16", "2026-04-15", "2026-04-15"),
    ("a window of one visit day", weekly("2026-11-02", MON), "2026-11-23", "2026-11-23",
        "2026-11-23"),
    ("a window of one day without", weekly("2026-11-02", MON), "2026-11-24", "2026-11-24", ""),
    ("a window before the start", weekly("2026-11-02", MON), "2026-10-01", "2026-11-01", ""),
    ("a window that ends before it begins", daily("2026-11-02"), "2026-11-20", "2026-11-10", ""),
    ("the start is a visit day", monthly("2026-01-31", 31), "2026-01-31", "2026-01-31",
        "2026-01-31"),
]  # fmt: skip

# the rule, the window, what is suspended (nothing: for good), the days expected
SUSPENDED = [
    ("a suspension across a month's end", weekly("2026-10-05", MON), "2026-10-01", "2026-11-30",
        [("2026-10-19", "2026-11-08")], "2026-10-05 2026-10-12 2026-11-09 2026-11-16 2026-11-23 "
        "2026-11-30"),
    ("both its ends are suspended", daily("2026-11-01"), "2026-11-01", "2026-11-05",
        [("2026-11-02", "2026-11-04")], "2026-11-01 2026-11-05"),
    ("of one day", weekly("2026-11-02", MON), "2026-11-01", "2026-11-20",
        [("2026-11-09", "2026-11-09")], "2026-11-02 2026-11-16"),
    ("every 2 weeks keeps its rhythm over it", weekly("2026-11-02", MON, interval=2),
        "2026-11-01", "2026-12-31", [("2026-11-10", "2026-11-20")],
        "2026-11-02 2026-11-30 2026-12-14 2026-12-28"),
    ("until further notice", weekly("2026-11-02", MON), "2026-11-01", "2026-12-31",
        [("2026-11-16", None)], "2026-11-02 2026-11-09"),
    ("two that overlap", daily("2026-11-01"), "2026-11-01", "2026-11-08",
        [("2026-11-02", "2026-11-04"), ("2026-11-04", "2026-11-06")],
        "2026-11-01 2026-11-07 2026-11-08"),
]  # fmt: skip

# zone, local day and hours of the visit, the moment in UTC
MOMENTS = [
    ("Europe/Berlin", "2026-03-28", 9, "2026-03-28 08:00"),
    ("Europe/Berlin", "2026-03-29", 9, "2026-03-29 07:00"),  # summer time has begun
    ("Europe/Berlin", "2026-03-29", 2.5, "2026-03-29 01:30"),  # no such hour: 3:30 on the clock
    ("Europe/Berlin", "2026-10-24", 9, "2026-10-24 07:00"),
    ("Europe/Berlin", "2026-10-25", 9, "2026-10-25 08:00"),  # winter time is back
    ("Europe/Berlin", "2026-10-25", 2.5, "2026-10-25 01:30"),  # twice 2:30: the second
    ("America/New_York", "2026-03-07", 9, "2026-03-07 14:00"),
    ("America/New_York", "2026-03-08", 9, "2026-03-08 13:00"),
    ("America/New_York", "2026-03-08", 2.5, "2026-03-08 07:30"),  # the gap: 3:30 on the clock
    ("America/New_York", "2026-10-31", 1.5, "2026-10-31 05:30"),
    ("America/New_York", "2026-11-01", 1.5, "2026-11-01 06:30"),  # the second 1:30
    ("America/New_York", "2026-11-01", 20, "2026-11-02 01:00"),  # the next day in UTC
    ("Asia/Shanghai", "2026-07-01", 9, "2026-07-01 01:00"),
    ("Asia/Shanghai", "2026-01-01", 7.5, "2025-12-31 23:30"),  # the year before in UTC
    ("Asia/Shanghai", "2028-02-29", 0, "2028-02-28 16:00"),
    ("Pacific/Auckland", "2026-09-27", 9, "2026-09-26 20:00"),  # first day of their summer time
    ("Pacific/Kiritimati", "2026-11-24", 9, "2026-11-23 19:00"),  # east of the date line
    ("Pacific/Pago_Pago", "2026-11-24", 13.75, "2026-11-25 00:45"),  # west of it
]

REFUSED = [
    (weekly("2026-01-01"), "on which day? Choose the days of the week"),
    (monthly("2026-01-01"), "on which day? Enter the days"),
    (daily("2026-01-01", 0), "Every 0 is no interval"),
    (weekly("2026-01-01", MON, interval=-2), "Every -2 is no interval"),
    (monthly("2026-01-01", 0), "0 is no day of a month"),
    (monthly("2026-01-01", 15, 32), "32 is no day of a month"),
    (monthly("2026-01-01", -1), "-1 is no day of a month"),
    (nth("2026-01-01", 6, MON), "five weeks at most"),
    (nth("2026-01-01", -2, MON), "five weeks at most"),
    (nth("2026-01-01", 1, 7), "from Monday to Sunday"),
    (weekly("2026-01-01", 7), "from Monday to Sunday"),
    (monthly("2026-01-01", 15, nth_week=1), "not both"),
    (monthly("2026-01-01", last_day=True, nth_week=1), "not both"),
    (yearly("2026-06-01", month_days=(31,)), "never has such a day"),
    (yearly("2026-02-01", month_days=(30, 31)), "never has such a day"),
    (rule("2026-01-01", "hourly"), "Choose how often"),
]
