"""A pylint plugin with the checkers of Odoo's test_lint, so that the code is read once for both.

Both have a message called `sql-injection`; Odoo's goes by `core-sql-injection` here.
"""

import _odoo_checker_sql_injection as core

OWN, SHARED = "core-sql-injection", "sql-injection"


class SqlInjection(core.OdooBaseChecker):
    msgs = {
        code: (text, OWN if name == SHARED else name, *rest)
        for code, (text, name, *rest) in core.OdooBaseChecker.msgs.items()
    }

    def add_message(self, msgid, *args, **kwargs):
        super().add_message(OWN if msgid == SHARED else msgid, *args, **kwargs)


def register(linter):
    linter.register_checker(SqlInjection(linter))
