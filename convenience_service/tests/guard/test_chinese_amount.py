import doctest

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ...reports.guard import chinese_amount, page_numbers
from ..drawn import drawn

DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def below_ten_thousand(words):
    """Read 壹仟零贰拾叁 as a number."""
    total, digit = 0, 0
    for char in words:
        if char in PLACES:
            total, digit = total + digit * PLACES[char], 0
        else:
            digit = DIGITS[char]
    return total + digit


def in_fen(words):
    """Read capitals as a payer's bank does, by a way of its own."""
    sign = -1 if words.startswith("负") else 1
    yuan, unit, rest = words.lstrip("负").rstrip("整").partition("元")
    if not unit:
        yuan, rest = "", yuan
    jiao, unit, fen = rest.partition("角")
    if not unit:
        jiao, fen = "", rest
    cents = below_ten_thousand(fen.rstrip("分")) + 10 * below_ten_thousand(jiao)
    whole = 0
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, unit, yuan = yuan.rpartition(name)
        if unit:
            high, ten_thousands, low = head.rpartition("万")
            whole += size * (below_ten_thousand(high) * 10**4 + below_ten_thousand(low))
            assert not high or ten_thousands
    return sign * ((whole + below_ten_thousand(yuan)) * 100 + cents)


class TestChineseAmount(BaseCase):
    TABLE = {
        0: "零元整",
        1: "壹分",
        10: "壹角整",
        105: "壹元零伍分",
        1000: "壹拾元整",
        38500: "叁佰捌拾伍元整",
        -1500: "负壹拾伍元整",
        -7: "负柒分",
        100000: "壹仟元整",
        1010010: "壹万零壹佰元零壹角整",
        10000000: "壹拾万元整",
        1000000000: "壹仟万元整",
        10000000000: "壹亿元整",
        10000000100: "壹亿零壹元整",
        123456789012: "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分",
    }

    def test_doctests(self):
        for module in (chinese_amount, page_numbers):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 1, module.__name__)
            self.assertFalse(result.failed, module.__name__)

    def test_amounts_as_a_bank_writes_them(self):
        for fen, words in self.TABLE.items():
            with self.subTest(fen=fen):
                self.assertEqual(chinese_amount.capital_amount(fen), words)
                self.assertEqual(in_fen(words), fen)

    @drawn(300)
    @given(st.integers(-(10**13), 10**13))
    def test_what_is_written_is_read_as_the_same(self, fen):
        words = chinese_amount.capital_amount(fen)
        self.assertEqual(in_fen(words), fen)
        self.assertNotIn("零零", words)
        self.assertFalse(words.endswith("零元整") and fen)
