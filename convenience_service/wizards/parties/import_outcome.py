import base64

from odoo import models
from odoo.fields import Command

from ...sheets import writing


class ConvenienceImport(models.TransientModel):
    """What the user sees of a sheet that was checked or loaded: counts, problems, rejected rows."""

    _name = "convenience.import"
    _inherit = ["convenience.import"]

    def _show(self, grid):
        """Put counts, problems and the sheet of rejected rows on the page."""
        rejected = [row for row in grid.rows if not row.good] if grid.readable else []
        good = [row for row in grid.rows if row.good] if grid.readable else []
        actions = [row.action for row in good]
        problems = [Command.create(self._prepare_problem(one)) for one in grid.all_problems()]
        self.write(
            {
                "row_count": len(grid.rows),
                "good_count": len(good),
                "rejected_count": len(grid.rows) - len(good),
                "create_count": actions.count("create"),
                "update_count": actions.count("update"),
                "unchanged_count": actions.count("unchanged"),
                "rejects_file": self._prepare_rejects(grid, rejected),
                "problem_ids": [Command.clear(), *problems],
            }
        )

    def _summarise(self):
        """Return what the check or the load came to, in a sentence."""
        counts = {
            "rows": self.row_count,
            "created": self.create_count,
            "updated": self.update_count,
            "unchanged": self.unchanged_count,
            "rejected": self.rejected_count,
        }
        if self.state == "loaded":
            return self._summarise_loaded(counts)
        if not self.good_count:
            return self.env._(
                "None of the %(rows)s rows can be loaded, and nothing is written. If this is the "
                "right kind of sheet, mend the file and check it again.",
                **counts,
            )
        if self.rejected_count:
            return self.env._(
                "%(rejected)s of %(rows)s rows cannot be loaded as they are. Nothing is written "
                "yet: mend the file and check it again, or load the good rows only.",
                **counts,
            )
        return self.env._(
            "None of the %(rows)s rows has a problem: %(created)s to create, %(updated)s to "
            "update, %(unchanged)s known and unchanged. Nothing is written yet.",
            **counts,
        )

    def _summarise_loaded(self, counts):
        loaded = self.env._(
            "Loaded: %(created)s rows created, %(updated)s updated, %(unchanged)s known already "
            "and unchanged.",
            **counts,
        )
        left = self.env._(
            "%(rejected)s rows were not loaded: download them, mend them and load them again.",
            **counts,
        )
        return f"{loaded} {left}" if self.rejected_count else loaded

    def _prepare_problem(self, problem):
        return {
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "reason": self._translated(problem.reason),
            "blocking": not problem.warning,
        }

    def _prepare_rejects(self, grid, rejected):
        if not rejected:
            return False
        rows = [(row.cells, self._reasons_of(row)) for row in rejected]
        return base64.b64encode(writing.rejects(grid.headers, rows, self.env.lang))

    def _reasons_of(self, row):
        return "; ".join(
            f"{problem.column}: {self._translated(problem.reason)}"
            for problem in row.problems
            if not problem.warning
        )
