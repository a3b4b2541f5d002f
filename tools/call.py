"""Make one call as a user, the way the server makes it, once a line comes on standard input:
`call.py DATABASE LOGIN MODEL METHOD [ID]`; prints the answer or the refusal.
"""

import sys

from environment import main, odoo_env


def call():
    name, login, model, method, *ids = sys.argv[1:]
    with odoo_env(name, log_level="error") as env:
        from odoo.exceptions import UserError
        from odoo.service.model import retrying

        user = env["res.users"].search([("login", "=", login)]) or env.user
        records = env[model].with_user(user).browse(map(int, ids))
        # the first look, from which both start
        records.env.cr.execute("SELECT count(*) FROM convenience_request")
        print("ready", flush=True)
        sys.stdin.readline()
        try:
            retrying(lambda: getattr(records, method)(), records.env)
            env.cr.commit()
            print("done")
        except UserError as refusal:
            env.cr.rollback()
            print("refused:", refusal)


if __name__ == "__main__":
    main(call)
