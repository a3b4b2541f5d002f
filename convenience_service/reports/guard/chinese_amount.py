"""Amounts in the capital numerals that a Chinese receipt carries beside the digits (大写金额)."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_amount(fen):
    """Return an amount of whole fen (CNY / 100) in capital numerals; below zero begins with 负.

    >>> capital_amount(12345), capital_amount(10000), capital_amount(1)
    ('壹佰贰拾叁元肆角伍分', '壹佰元整', '壹分')
    >>> capital_amount(100205), capital_amount(10001000050), capital_amount(0)
    ('壹仟零贰元零伍分', '壹亿零壹万元零伍角整', '零元整')
    >>> capital_amount(1050), capital_amount(100050), capital_amount(123456789)
    ('壹拾元零伍角整', '壹仟元零伍角整', '壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分')
    >>> capital_amount(-1500), capital_amount(38500)
    ('负壹拾伍元整', '叁佰捌拾伍元整')
    """
    if fen < 0:
        return f"负{capital_amount(-fen)}"
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    gap = "零" if whole and (not jiao or not yuan % 10) else ""
    tenths = f"{DIGITS[jiao]}角" if jiao else ""
    return f"{whole}{gap}{tenths}" + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(yuan):
    """Return whole yuan; of several zeros in a row one is written."""
    if not yuan:
        return DIGITS[0]
    words, pending = "", False
    for place in range(len(str(yuan)) - 1, -1, -1):
        digit = yuan // 10**place % 10
        group, inner = divmod(place, 4)
        if digit:
            words += (DIGITS[0] if pending else "") + DIGITS[digit] + PLACES[inner]
        pending = bool(words) and not digit
        if not inner and yuan // 10**place % 10**4:
            words += GROUPS[group]
    return words
