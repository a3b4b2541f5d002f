"""Page x of y on papers, put there after they are made, in one place for all of them."""

from io import BytesIO

from lxml import html
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Points above the lower edge of the sheet: in the margin, where no paper writes.
ABOVE_EDGE, SIZE = 17, 9


def papers_in(body):
    """Return of how many sheets each paper of a page of HTML is meant to be.

    A paper begins with a letterhead; each sheet after its first says so itself.

    >>> head = "<p class='o_cs_letterhead'/>"
    >>> sheet = "<div class='o_cs_new_sheet'>"
    >>> papers_in(f"<div class='article'><div>{head}{sheet}</div></div>{sheet}{head}</div></div>")
    [2, 1]
    >>> papers_in(f"<div class='article'>{head}<p/>{sheet}</div></div>")
    [2]
    """
    counts = []
    for part in html.fromstring(body).xpath("//*[contains(@class, 'article')]/*[not(self::style)]"):
        begun = int(part.xpath("count(.//*[contains(@class, 'o_cs_new_sheet')])"))
        if not counts or part.xpath("descendant-or-self::*[contains(@class, 'o_cs_letterhead')]"):
            counts.append(1 + begun)
        else:
            counts[-1] += begun + ("o_cs_new_sheet" in (part.get("class") or ""))
    return counts


def page_labels(sheets, papers):
    """Return what is written on each sheet: its number in its paper and of how many.

    Where a paper ran over what it was meant to take, all sheets are counted through.

    >>> page_labels(3, [2, 1]), page_labels(3, [1, 1])
    (['1 / 2', '2 / 2', '1 / 1'], ['1 / 3', '2 / 3', '3 / 3'])
    """
    if sum(papers) != sheets:
        papers = [sheets]
    return [f"{number} / {count}" for count in papers for number in range(1, count + 1)]


def numbered(content, papers):
    """Return the PDF with a number on each sheet.

    :param papers: of how many sheets each paper in it is meant to be
    """
    writer, pages = PdfFileWriter(), PdfFileReader(BytesIO(content), strict=False).pages
    sizes = [tuple(map(float, page.mediabox[2:])) for page in pages]
    stamps = _stamps(sizes, page_labels(len(sizes), papers))
    for page in pages:
        writer.add_page(page)
    # only a page of a writer can be written on
    for page, stamp in zip(writer.pages, stamps, strict=True):
        page.merge_page(stamp)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _stamps(sizes, labels):
    """Return empty sheets with nothing but the numbers."""
    file = BytesIO()
    canvas = Canvas(file)
    for (width, height), label in zip(sizes, labels, strict=True):
        canvas.setPageSize((width, height))
        canvas.setFont("Helvetica", SIZE)
        canvas.drawCentredString(width / 2, ABOVE_EDGE, label)
        canvas.showPage()
    canvas.save()
    return PdfFileReader(BytesIO(file.getvalue()), strict=False).pages
