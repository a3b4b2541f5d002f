"""Run tests with Odoo's own loader, on a database without their world: `odoo_tests.py TAGS`."""

import re
import sys

from environment import (
    CONF,
    Problem,
    copy_database,
    drop_database,
    ensure_installed,
    free_port,
    main,
    odoo,
    our_addons,
    run,
)

DATABASE = "cs_loader"
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")


def odoo_tests():
    tags = sys.argv[1]
    copy_database(ensure_installed(our_addons()), DATABASE)
    words = ("-c", CONF, "-d", DATABASE, f"--test-tags={tags}", f"--http-port={free_port()}")
    log = run(
        f"Odoo's own loader: {tags}", odoo("server", *words, "--stop-after-init"), "odoo-tests"
    )
    drop_database(DATABASE)
    result = RESULT.search(log.read_text("utf-8"))
    if not result or result[3] == "0":
        raise Problem(f"Odoo's loader finds no test for {tags}, see {log}.")
    print(f"   {result[3]} tests passed")


if __name__ == "__main__":
    main(odoo_tests)
