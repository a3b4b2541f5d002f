import base64
import logging
from pathlib import PurePath
from urllib.parse import quote

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.translate import LazyGettext

from ...sheets import writing
from ...sheets.reading import Unreadable, read_sheet
from ...sheets.rows import Grid
from .import_kind import QUIETLY

_logger = logging.getLogger(__name__)


class ConvenienceImport(models.TransientModel):
    """Brings a sheet into an office: checked as a whole first, then loaded as a whole.

    "Check" names every problem by row, column, value and reason, and writes nothing. "Load" reads
    and checks the file again, since others work meanwhile, and writes all of it or nothing. Who
    may load what is checked here and in the kind of sheet, whatever channel the call takes.
    """

    _name = "convenience.import"
    _description = "Import a Sheet"

    office_id = fields.Many2one(
        "convenience.office",
        required=True,
        default=lambda self: self.env["convenience.office"].search([], limit=1),
    )
    kind = fields.Selection(
        [
            ("units", "Units"),
            ("people", "Residents"),
            ("staff", "Staff"),
            ("tariff", "Tariff"),
            ("services", "Service Records"),
        ],
        "Kind of Sheet",
        required=True,
        default="services",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [("upload", "Choose the File"), ("checked", "Checked"), ("loaded", "Loaded")],
        required=True,
        default="upload",
        readonly=True,
    )
    columns = fields.Char("Headers", compute="_compute_columns")
    summary = fields.Char(compute="_compute_summary")
    problem_ids = fields.One2many(
        "convenience.import.problem", "import_id", "Problems", readonly=True
    )
    row_count = fields.Integer("Rows", readonly=True)
    good_count = fields.Integer("Good", readonly=True)
    rejected_count = fields.Integer("With Problems", readonly=True)
    create_count = fields.Integer("To Create", readonly=True)
    update_count = fields.Integer("To Update", readonly=True)
    unchanged_count = fields.Integer("Unchanged", readonly=True)
    rejects_file = fields.Binary("Rejected Rows", attachment=False, readonly=True)
    rejects_name = fields.Char(compute="_compute_rejects_name")
    template_file = fields.Binary("Template", compute="_compute_template_file")

    @api.depends("kind")
    def _compute_columns(self):
        for wizard in self:
            columns = wizard._kind()._columns() if wizard.kind else ()
            names = [column.header(self.env.lang) + "*" * column.required for column in columns]
            wizard.columns = ", ".join(names)

    @api.depends("state", "row_count", "good_count", "rejected_count")
    def _compute_summary(self):
        for wizard in self:
            wizard.summary = wizard._summarise()

    @api.depends("filename")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Import a Sheet")

    @api.depends("filename")
    def _compute_rejects_name(self):
        for wizard in self:
            stem = PurePath((wizard.filename or "sheet").replace("\\", "/")).stem
            wizard.rejects_name = self.env._("%(file)s rejected", file=stem) + ".xlsx"

    @api.depends("kind")
    def _compute_template_file(self):
        for wizard in self:
            columns = wizard._kind()._columns() if wizard.kind else ()
            content = writing.template(columns, self.env.lang)
            wizard.template_file = base64.b64encode(content)

    # ------------------------------------------------------------------ actions

    def action_check(self):
        """Name every problem of the file; nothing is written.

        :raise UserError: when the file cannot be read as a sheet at all
        :raise AccessError: when the user may not load this kind of sheet
        """
        self.ensure_one()
        self._show(self._examine())
        self.state = "checked"
        return True

    def action_load_all(self):
        """Load the sheet if no row has a problem; otherwise show the problems."""
        return self._load(partial=False)

    def action_load_good(self):
        """Load the good rows and hand back the others, with their reasons, as a sheet."""
        return self._load(partial=True)

    def action_restart(self):
        """Choose another file."""
        self.ensure_one()
        self.problem_ids.unlink()
        self.write({"state": "upload", "file": False, "filename": False, "rejects_file": False})
        return True

    def action_template(self):
        """Download an empty sheet with the headers and an example."""
        self.ensure_one()
        name = self.env._("template %(kind)s", kind=self._kind()._kind_label())
        return self._download("template_file", f"{name}.xlsx")

    def action_rejects(self):
        """Download the rejected rows with their reasons."""
        self.ensure_one()
        return self._download("rejects_file", self.rejects_name)

    def action_open(self):
        """Open what the office has of this kind now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self._kind()._kind_label(),
            "res_model": self._kind()._fills,
            "view_mode": "list,form",
            "domain": [("office_id", "=", self.office_id.id)],
        }

    def _download(self, field, name):
        url = f"/web/content/{self._name}/{self.id}/{field}?download=true"
        return {
            "type": "ir.actions.act_url",
            "url": f"{url}&filename={quote(name)}",
            "target": "download",
        }

    # ------------------------------------------------------------------ business

    @api.model
    def _load_file(self, office, kind, content, filename, partial=False):
        """Check and load a file as the buttons do, for tools and tests.

        :param office: the `convenience.office`
        :param str kind: units, people, staff, tariff or services
        :param bytes content: the file
        :param bool partial: load the good rows when others have problems
        :return: dict with the counts `rows`, `good`, `rejected`, `created`, `updated`,
            `unchanged`, and with `loaded`, `problems` and `warnings`, the last two as tuples of
            row, column, value and reason
        """
        model = self.with_context(lang=self.env.lang or self.env.user.lang)
        wizard = model.create(
            {
                "office_id": office.id,
                "kind": kind,
                "file": base64.b64encode(content),
                "filename": filename,
            }
        )
        wizard.action_check()
        if partial:
            wizard.action_load_good()
        elif not wizard.rejected_count and not wizard.problem_ids.filtered("blocking"):
            wizard.action_load_all()
        return wizard._outcome()

    def _outcome(self):
        problems = {True: [], False: []}
        for line in self.problem_ids:
            problems[line.blocking].append((line.row, line.column, line.value or "", line.reason))
        return {
            "loaded": self.state == "loaded",
            "rows": self.row_count,
            "good": self.good_count,
            "rejected": self.rejected_count,
            "created": self.create_count,
            "updated": self.update_count,
            "unchanged": self.unchanged_count,
            "problems": problems[True],
            "warnings": problems[False],
        }

    def _kind(self):
        """The model of this kind of sheet, at the office's company and without mail."""
        kind = self.env[f"convenience.import.{self.kind}"].with_context(**QUIETLY)
        return kind.with_company(self.office_id.company_id) if self.office_id else kind

    def _office(self):
        return self.office_id.with_env(self._kind().env)

    def _examine(self):
        """Read the file and judge its rows.

        :return: the `Grid` of the sheet, with problems and plans on its rows
        """
        self._kind()._check_user(self._office())
        grid = Grid(self._read(), self._kind()._columns(), self.env.lang)
        if not grid.rows:
            raise UserError(
                self.env._(
                    "%(file)s has headers, but no rows below them.", file=self.filename or ""
                )
            )
        if grid.readable:
            self._kind()._examine(self._office(), grid)
        return grid

    def _read(self):
        if not self.file:
            raise UserError(self.env._("Choose the file first."))
        try:
            return read_sheet(base64.b64decode(self.file))
        except Unreadable as error:
            reason = self._translated(error.reason)
            raise UserError(
                self.env._("%(file)s: %(reason)s", file=self.filename or "", reason=reason)
            ) from error

    def _translated(self, reason):
        lazy = isinstance(reason, LazyGettext)
        return reason._translate(self.env.lang or "en_US") if lazy else reason

    def _load(self, partial):
        self.ensure_one()
        if self.state == "loaded":
            return True
        # whoever presses at the same moment waits for that, and finds the sheet loaded
        self.state = "loaded"
        self.flush_recordset(["state"])
        grid = self._examine()
        rows = [row for row in grid.rows if row.good]
        if not grid.readable or not rows or (len(rows) < len(grid.rows) and not partial):
            self._show(grid)
            self.state = "checked"
            return True
        try:
            self._write_rows(rows)
        except UserError:
            # who goes on in the same transaction finds it as it was
            self.state = "checked"
            raise
        self._show(grid)
        return True

    def _write_rows(self, rows):
        """Write the rows in one go: a reason found only now undoes all of them."""
        try:
            with self.env.cr.savepoint():
                self._kind()._write_rows(self._office(), rows)
        except AccessError:
            raise
        except UserError as error:
            raise UserError(self._nothing_loaded(error)) from error
        except psycopg2.IntegrityError as error:
            raise UserError(self._nothing_loaded(self._database_reason(error))) from error
        _logger.info(
            "%s rows of %s loaded at %s by %s", len(rows), self.kind, self.office_id, self.env.user
        )

    def _nothing_loaded(self, reason):
        return self.env._("Nothing was loaded. %(reason)s", reason=reason)

    def _database_reason(self, error):
        """The sentence of the constraint that a write would have broken."""
        for model in self.env.registry.values():
            if model._table == error.diag.table_name:
                return self.env[model._name]._sql_error_to_message(error)
        return self.env["base"]._sql_error_to_message(error)
