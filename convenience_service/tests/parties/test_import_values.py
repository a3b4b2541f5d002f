import math
import string
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...models.guard import bounds
from ...sheets import values
from ...sheets.reading import MAX_CELL
from ...sheets.values import Refused
from ..drawn import drawn

anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(string.digits + ".-+eE,年月日:/ ", max_size=20),
    st.datetimes(),
    st.dates(),
    st.times(),
)
PARSERS = (
    values.text, values.note, values.number, values.quantity, values.amount, values.hours,
    values.count, values.rate, values.day, values.moment, values.yes_no, values.signature,
    values.choice(one="一 one"), values.several,
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestImportValues(BaseCase):
    """What a cell means; whatever stands in it, it is understood or refused with a reason."""

    @given(anything)
    @drawn(400)
    def test_any_cell_is_understood_or_refused(self, cell):
        for parse in PARSERS:
            try:
                parse(cell)
            except Refused as error:
                self.assertTrue(error.reason._source)

    @given(anything)
    @drawn(400)
    def test_quantity_is_always_a_finite_number_above_zero_or_huge(self, cell):
        try:
            parsed = values.quantity(cell)
        except Refused:
            return
        self.assertGreater(parsed, 0)
        self.assertFalse(math.isnan(parsed))

    @given(st.decimals("0.01", "100000", places=2))
    @drawn()
    def test_written_quantity_keeps_its_value(self, quantity):
        for written in (str(quantity), f" {quantity} ", f"{quantity:,}", f"+{quantity}"):
            self.assertEqual(values.quantity(written), float(quantity))

    @given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)))
    @drawn()
    def test_written_moment_keeps_its_value(self, moment):
        moment = moment.replace(microsecond=0)
        for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S"):
            # the platform's strftime does not pad years below 1000, which are not drawn
            self.assertEqual(values.moment(moment.strftime(form)), moment)
        self.assertEqual(values.moment(moment), moment)
        self.assertEqual(values.day(moment.strftime("%Y.%m.%d")), moment.date())

    def test_quantities(self):
        for cell, expected in (
            ("1", 1),
            (1.5, 1.5),
            ("１．５", 1.5),
            ("1,402", 1402),
            ("2e3", 2000),
        ):
            with self.subTest(cell):
                self.assertEqual(values.quantity(cell), expected)
        for cell, reason in (
            ("-2", "negative"),
            (-0.5, "negative"),
            ("0", "zero"),
            ("两个", "not a number"),
            ("nan", "not a number"),
            (math.nan, "not a number"),
            ("inf", "not a number"),
            ("1,2", "not a number"),
            ("1 2", "not a number"),
            ("0x10", "not a number"),
            (True, "not a number"),
            (datetime(2026, 1, 1), "not a number"),
        ):
            with self.subTest(cell), self.assertRaises(Refused) as refused:
                values.quantity(cell)
            self.assertIn(reason, refused.exception.reason._source)

    def test_dates(self):
        for cell in ("2026-10-01", "2026/10/1", "2026.10.01", "2026年10月1日", "２０２６-10-01"):
            with self.subTest(cell):
                self.assertEqual(values.day(cell), date(2026, 10, 1))
        for cell, reason in (
            ("2026-13-40", "no such date"),
            ("2026-02-29", "no such date"),
            ("01.10.2026", "not a date"),
            ("46000", "not a date"),
            ("1026-10-01", "out of range"),
            (datetime(3026, 1, 1), "out of range"),
        ):
            with self.subTest(cell), self.assertRaises(Refused) as refused:
                values.day(cell)
            self.assertIn(reason, refused.exception.reason._source)

    def test_a_moment_needs_its_time(self):
        self.assertEqual(values.moment("2026-10-01T08:26"), datetime(2026, 10, 1, 8, 26))
        for cell, reason in (
            ("2026-10-01", "time of day is missing"),
            ("2026-13-40", "no such date"),
            ("2026-10-01 25:00", "no such date"),
            ("2026-10-01 08:26+08:00", "not a date with a time"),
        ):
            with self.subTest(cell), self.assertRaises(Refused) as refused:
                values.moment(cell)
            self.assertIn(reason, refused.exception.reason._source)

    def test_text_of_numbers_and_spreadsheet_errors(self):
        self.assertEqual(values.text(101.0), "101")
        self.assertEqual(values.text(12000000000), "12000000000")
        self.assertEqual(values.text("  3栋 \n 502 "), "3栋 502")
        for cell in ("#REF!", datetime(2026, 1, 2), "x" * 201):
            with self.subTest(cell), self.assertRaises(Refused):
                values.text(cell)

    def test_what_no_database_keeps(self):
        """Neither a name nor a note takes it, whatever the sheet."""
        for take in (values.text, values.note, values.several):
            for cell in ("Dra\x00in", "\ud800"):
                with self.subTest(take.__name__), self.assertRaises(Refused) as refused:
                    take(cell)
                self.assertIn("cannot be read", refused.exception.reason._source)

    def test_no_column_takes_more_than_a_field(self):
        self.assertLessEqual(values.MAX_TEXT, bounds.MAX_INDEXED)
        self.assertLessEqual(values.MAX_AMOUNT, bounds.MAX_NUMBER)
        self.assertLess(values.MAX_AMOUNT, bounds.MAX_MONEY)
        self.assertLessEqual(values.MAX_HOURS, bounds.MAX_NUMBER)
        self.assertLessEqual(values.MAX_COUNT, bounds.MAX_COUNT)
        self.assertLessEqual(MAX_CELL, bounds.MAX_TEXT)
        self.assertGreaterEqual(values.YEARS[0], bounds.FIRST_DAY.year)
        self.assertLessEqual(values.YEARS[-1], bounds.LAST_DAY.year)

    def test_yes_and_no_in_both_languages(self):
        for cell in ("是", "Yes", " YES ", True, "TRUE"):
            self.assertIs(values.yes_no(cell), True)
        for cell in ("否", "no", False):
            self.assertIs(values.yes_no(cell), False)
        for cell in ("也许", "1", 1, "是的"):
            with self.subTest(cell), self.assertRaises(Refused):
                values.signature(cell)

    def test_formulas_are_recognised(self):
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1"):
            self.assertTrue(values.is_formula(text), text)
        for text in ("1", "张三", "a=b", "", None, 5):
            self.assertFalse(values.is_formula(text), text)
