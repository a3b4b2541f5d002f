"""Draw the rooms of the addon, and who names whom, from its source: docs/pictures/rooms.svg."""

import sys
from collections import Counter
from html import escape
from itertools import chain

from environment import ADDON, ROOT, main, step

sys.path.insert(0, str(ROOT / ADDON / "tests" / "house"))
import layers  # noqa: E402  # read by the test of the rooms as well

PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"
ROOM, CELL, HEAD, LEFT = 46, 34, 125, 330
ROOMS = [room for floor in layers.FLOORS for room in floor]
TINTS = ("#e8eef7", "#dfeae2", "#f6ead7", "#f0e0e6", "#e6e1f2", "#dcecef", "#f3e3d3", "#e9ecd2",
         "#e3e9d8", "#eeeeee", "#e0e6f0")  # fmt: skip


def draw_rooms():
    with step(f"the rooms, drawn in {PICTURE.relative_to(ROOT)}"):
        files = layers.sources()
        PICTURE.write_text(picture(sizes(files), arrows(files)), encoding="utf-8")


def sizes(files):
    """Return {room: (files, lines)} of its Python."""
    sums = {room: [0, 0] for room in ROOMS}
    for file in files:
        text = (layers.ADDON / file.path).read_text("utf-8")
        sums[file.room][0] += 1
        sums[file.room][1] += len(text.splitlines())
    return sums


def arrows(files):
    """Return {(room, room it names): how many names of it}."""
    found = chain(layers.imports(files), layers.names_of_models(files), layers.references())
    named = {(arrow.room, arrow.target, arrow.name) for arrow in found}
    return Counter((room, target) for room, target, _name in named if room != target)


def picture(size, named):
    """Return the drawing: the rooms from the roof to the ground, and what each of them names."""
    width, height = LEFT + len(ROOMS) * CELL + 20, HEAD + len(ROOMS) * ROOM + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        text(20, 30, "Rooms of convenience_service, from the roof to the ground", 16),
        text(20, 58, "How many models, files and external ids of", 12),
        text(20, 74, "the column the row names. Arrows point down:", 12),
        text(20, 90, "what stands right of the diagonal is an", 12),
        text(20, 106, "exception of test_layers.py, with its reason.", 12),
    ]
    for row, room in enumerate(reversed(ROOMS)):
        parts += room_row(row, room, size[room], named)
    for column, room in enumerate(ROOMS):
        x = LEFT + column * CELL + CELL / 2
        parts.append(
            f'<text x="{x}" y="{HEAD - 8}" transform="rotate(-55 {x} {HEAD - 8})">'
            f"{escape(room)}</text>"
        )
    return "\n".join([*parts, "</svg>\n"])


def room_row(row, room, size, named):
    """Yield the box of a room and its line of the table."""
    y, tint = HEAD + row * ROOM, TINTS[layers.FLOOR_OF[room]]
    files, lines = size
    yield f'<rect x="20" y="{y + 3}" width="{LEFT - 40}" height="{ROOM - 6}" rx="5" fill="{tint}"/>'
    yield text(34, y + 28, room, 15)
    yield text(190, y + 28, f"{files} files, {lines:,} lines", 11)
    for column, other in enumerate(ROOMS):
        x = LEFT + column * CELL
        fill = tint if room == other else "#fafafa"
        yield f'<rect x="{x}" y="{y + 3}" width="{CELL - 3}" height="{ROOM - 6}" fill="{fill}"/>'
        if named[room, other]:
            yield text(x + CELL / 2 - 1, y + 28, named[room, other], 12, "middle")


def text(x, y, words, size, anchor="start"):
    place = f'x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(str(words))}</text>"


if __name__ == "__main__":
    main(draw_rooms)
