"""How many rows go on a sheet of paper.

wkhtmltopdf without the patched Qt neither repeats the head of a table nor keeps a row whole at the
end of a sheet. So long tables are cut into sheets here, each with its own head.
"""

from unicodedata import east_asian_width


def text_width(text):
    """Return the width of a text in half-width characters; a Chinese character takes two.

    >>> text_width("3栋-502")
    7
    >>> text_width("")
    0
    """
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def line_count(text, capacity):
    """Return how many lines a text takes in a column of so many half-width characters.

    >>> line_count("疏通下水管道", 12), line_count("疏通下水管道", 11), line_count("", 5)
    (1, 2, 1)
    """
    return max(1, -(-text_width(text) // capacity))


def row_height(texts, capacities):
    """Return the lines of the highest cell of a row.

    >>> row_height(["2026/10/01", "疏通下水管道"], [10, 8])
    2
    """
    return max(map(line_count, texts, capacities))


def split_sheets(rows, first, following, height=lambda row: 1, closing=0, opens=lambda row: False):
    """Cut rows into sheets by their heights; there is always a first sheet, perhaps an empty one.

    :param first: lines that fit below the heading of the first sheet
    :param following: lines that fit on each later sheet
    :param closing: lines of what closes the document; it never stands on a sheet without a row
    :param opens: whether a row is the heading of those below it, and so never the last of a sheet

    >>> split_sheets(range(7), 2, 3)
    [[0, 1], [2, 3, 4], [5, 6]]
    >>> split_sheets("abc", 2, 2, {"a": 1, "b": 2, "c": 1}.get)
    [['a'], ['b'], ['c']]
    >>> split_sheets(range(7), 5, 5, closing=3), split_sheets(range(7), 5, 5, closing=4)
    ([[0, 1, 2, 3, 4], [5, 6]], [[0, 1, 2, 3, 4], [5], [6]])
    >>> split_sheets("aAbB", 3, 3, opens=str.islower)
    [['a', 'A'], ['b', 'B']]
    >>> split_sheets([], 2, 3)
    [[]]
    """
    sheets, room = [[]], first
    for row in rows:
        lines = height(row)
        if lines > room and sheets[-1]:
            heading = [sheets[-1].pop()] if opens(sheets[-1][-1]) else []
            sheets.append(heading)
            room = following - sum(map(height, heading))
        sheets[-1].append(row)
        room -= lines
    if room < closing and len(sheets[-1]) > 1:
        sheets.append([sheets[-1].pop()])
    return sheets
