import csv
import io
from pathlib import Path

from openpyxl import Workbook, load_workbook

from odoo.exceptions import UserError
from odoo.fields import Command

from ..common import ConvenienceCommon

DEMO = Path(__file__).parents[2] / "demo"
PLACE = ("Building", "Entrance", "Room")


def as_csv(headers, rows, encoding="utf-8", delimiter=","):
    """A csv file as a spreadsheet program saves it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerows([headers, *rows])
    return buffer.getvalue().encode(encoding)


def as_xlsx(headers, rows):
    """A workbook with native dates and numbers."""
    book = Workbook()
    for row in (headers, *rows):
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_rows(content):
    """The rows of a workbook that was handed out, the headers first."""
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


def demo_table(name):
    """A sheet of the demo community as a list of dicts."""
    with (DEMO / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class ImportCommon(ConvenienceCommon):
    """Sheets loaded the way the wizard's buttons do it."""

    @classmethod
    def _load(cls, kind, content, user=None, office=None, filename="sheet.csv", partial=False):
        wizard = cls.env["convenience.import"].with_user(user or cls.importer)
        return wizard._load_file(office or cls.office, kind, content, filename, partial=partial)

    @classmethod
    def _load_rows(cls, kind, headers, rows, **options):
        return cls._load(kind, as_csv(headers, rows), **options)

    @classmethod
    def _load_demo(cls, kind, name, **options):
        return cls._load(kind, (DEMO / name).read_bytes(), filename=name, **options)

    def _refusal(self, call):
        """The sentence a call is refused with; unlike `assertRaises` this undoes nothing."""
        try:
            call()
        except UserError as error:
            return str(error)
        return ""

    def _counts(self, outcome):
        return tuple(outcome[name] for name in ("created", "updated", "unchanged", "rejected"))

    def _where(self, outcome):
        """Row and column of each problem."""
        return [problem[:2] for problem in outcome["problems"]]

    @classmethod
    def _demo_office(cls):
        """An office of its own with the demo community in it, its tariff approved."""
        users = cls.env["res.users"].concat(*cls.users.values()) | cls.importer
        office = cls._make_office("Demo Office", cls.company, users)
        office.department_id = cls.env["hr.department"].create(
            {"name": "Demo Office", "company_id": cls.company.id}
        )
        for kind, name in (
            ("units", "units.csv"),
            ("people", "people.csv"),
            ("staff", "staff.csv"),
            ("tariff", "tariff_2026.csv"),
        ):
            outcome = cls._load_demo(kind, name, office=office)
            assert outcome["loaded"], outcome["problems"][:3]
        cls._approve(
            cls._meet(cls.env["convenience.tariff"].search([("office_id", "=", office.id)]))
        )
        return office

    @classmethod
    def _meet(cls, tariff):
        """Put the planning meeting on record."""
        tariff.write(
            {
                "meeting_date": tariff.date_start,
                "meeting_partner_ids": [Command.set(cls.director.partner_id.ids)],
                "necessity": "Residents ask for it.",
                "feasibility": "The staff is there.",
            }
        )
        return tariff
