"""A letter a unit: the letter is in the file once, whatever the number of units."""

from io import BytesIO

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfFileReader,
    PdfFileWriter,
)

NAME, BLEND = NameObject("/CsName"), NameObject("/CsBlend")
# What is white in the sheet of a name leaves the letter below it as it is.
MULTIPLY = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})


def addressed(letter, names):
    """Return a PDF with the letter once for each salutation, which stands on its first sheet.

    All copies draw the one letter that is in the file, and fonts are in it once a part of names,
    so that size and memory hardly grow with the number of units: Chinese fonts are large.

    :param bytes letter: of one sheet or several
    :param names: PDFs with one salutation a sheet, where the letter leaves room for it
    """
    writer = PdfFileWriter()
    sheets = list(PdfFileReader(BytesIO(letter), strict=False).pages)
    # what the letter sets up is over before the name is drawn
    before, after = _stream(writer, b"q\n"), _stream(writer, b"\nQ\nq /CsBlend gs /CsName Do Q\n")
    for content in names:
        for name in PdfFileReader(BytesIO(content), strict=False).pages:
            first = writer.add_page(sheets[0])
            first[NameObject("/Contents")] = ArrayObject([before, *_contents(first), after])
            first[NameObject("/Resources")] = _with_form(first, _form(writer, name))
            for sheet in sheets[1:]:
                writer.add_page(sheet)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _stream(writer, content):
    stream = DecodedStreamObject()
    stream.set_data(content)
    return writer._add_object(stream)


def _contents(page):
    """Return the references to what a page draws, in a list."""
    contents = page.raw_get("/Contents")
    drawn = contents.get_object()
    return list(drawn) if isinstance(drawn, ArrayObject) else [contents]


def _form(writer, page):
    """Return a page as something that other pages draw."""
    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(page.mediabox),
            NameObject("/Resources"): page["/Resources"].clone(writer),
        }
    )
    return writer._add_object(form)


def _with_form(page, form):
    """Return the resources of a page with the form among them; those of its copies stay."""
    resources = page["/Resources"].get_object()
    forms = resources.get("/XObject", DictionaryObject()).get_object()
    states = resources.get("/ExtGState", DictionaryObject()).get_object()
    return DictionaryObject(
        {
            **resources,
            NameObject("/XObject"): DictionaryObject({**forms, NAME: form}),
            NameObject("/ExtGState"): DictionaryObject({**states, BLEND: MULTIPLY}),
        }
    )
