"""Whatever a login with accounting rights writes, presses or makes, list and ledger stay one."""

import logging
from collections import Counter
from random import Random

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..drawn import SOAK
from .books import untrue
from .link_table import FORCED, LinkTable

_logger = logging.getLogger(__name__)

FEW = 80  # of the cells, in the normal suite: the same ones on every machine
OWN, MADE = ("draft", "statement line", "money out"), ("create", "make, then write")
QUIET = ("odoo.sql_db", "odoo.models", "odoo.addons.base.models.ir_model", "odoo.orm.models")


@tagged("post_install", "-at_install")
@freeze_time("2026-11-10 02:00:00")
class TestLinkTable(LinkTable):
    def setUp(self):
        super().setUp()
        self.kept = self._make_books()
        self.outcomes = Counter()
        self.assertFalse(untrue(self.env, self.company), "the books are true to begin with")

    # ------------------------------------------------------------------ one attempt

    def _call(self, login, model, method, *args, **context):
        """As the server calls it."""
        env = self.env(user=self.logins[login])
        words = {**self.env.context, **context}
        return call_kw(env[model], method, list(args), {"context": words})

    def _attempt(self, cell):
        """Do it; a refusal is raised."""
        record = self.kept[cell.kind]
        one = (cell.login, record._name)
        match cell.way:
            case "write":
                self._call(*one, "write", record.ids, {cell.what: cell.value})
            case "create":
                values = {**self._made_like()[cell.kind], cell.what: cell.value}
                self._book(cell.login, record._name, self._call(*one, "create", values))
            case "make, then write":
                made = self._call(*one, "create", self._made_like()[cell.kind])
                self._call(*one, "write", [made], {cell.what: cell.value})
                self._book(cell.login, record._name, made)
            case "press":
                button, _space, forced = cell.what.partition(" ")
                made = self._call(*one, button, record.ids, **(FORCED if forced else {}))
                if button == "copy":
                    self._book(cell.login, record._name, made[0])
            case "assign":
                line = self.kept[cell.what].id
                self._call(*one, "js_assign_outstanding_line", record.ids, line)
            case "remove":
                partial = self.kept[cell.what].id
                self._call(*one, "js_remove_outstanding_partial", record.ids, partial)
            case "reconcile":
                self._call(*one, "reconcile", (record | self.kept[cell.what]).ids)
            case _:
                self._by_dialog(cell, record)

    def _book(self, login, model, made):
        """What was made counts once it is booked."""
        if model in ("account.move", "account.payment"):
            self._call(login, model, "action_post", [made])

    def _by_dialog(self, cell, record):
        context = {"active_model": record._name, "active_ids": record.ids, "active_id": record.id}
        dialog, values = {
            "reverse": (
                "account.move.reversal",
                {"journal_id": record.journal_id.id, "reason": "x"},
            ),
            "resequence": ("account.resequence.wizard", {"first_name": "ZZZ/2026/0001"}),
            "pay": ("account.payment.register", {"journal_id": self.cash.id}),
            "automatic": (
                "account.automatic.entry.wizard",
                {
                    "action": cell.what,
                    "destination_account_id": self.other.id,
                    "percentage": 50.0,
                    "date": "2026-12-31",
                },
            ),
        }[cell.way]
        button = {"automatic": "do_action"}.get(cell.way, cell.what)
        made = self._call(cell.login, dialog, "create", values, **context)
        answer = self._call(cell.login, dialog, button, [made], **context)
        if cell.way == "reverse" and answer.get("res_id"):
            self._book(cell.login, "account.move", answer["res_id"])

    def _came_of(self, cell):
        """Try it and take it back; return what came of it, and what is untrue then."""
        savepoint = self.env.cr.savepoint()
        try:
            self._attempt(cell)
            wrong = untrue(self.env, self.company)
            return ("wrong", "; ".join(wrong)) if wrong else ("harmless", "")
        except UserError as refusal:
            return ("refused", str(refusal)) if str(refusal).strip() else ("wrong", "no words")
        except IntegrityError as refusal:
            # the server says so in a sentence, in a new transaction
            return "refused by the database", str(refusal)
        except Exception as error:  # pylint: disable=broad-except
            # on a draft of somebody's own the ERP may stumble: nothing of ours is in it
            own = cell.kind in OWN or cell.way in MADE
            return "stumbled" if own else "wrong", f"{type(error).__name__}: {error}"
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    # ------------------------------------------------------------------ the table

    @mute_logger(*QUIET)
    def test_lists_are_the_ledger_whatever_is_tried(self):
        table = self._table(Random(1))
        found = self._try(table if SOAK else Random(FEW).sample(table, FEW))
        _logger.info("%s cells; tried: %s", len(table), dict(self.outcomes))
        self.assertFalse(found, "\n".join(found))
        self.assertGreater(self.outcomes["harmless"], 10)

    def _try(self, cells):
        found = []
        for cell in cells:
            outcome, words = self._came_of(cell)
            self.outcomes[outcome] += 1
            if outcome == "wrong":
                found.append(f"{cell}: {words}")
        return found
