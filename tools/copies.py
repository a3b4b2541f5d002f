"""Databases that begin with a community: copies of one that is kept. `copies.py DATABASE` puts it
there.
"""

import contextlib
import functools
import hashlib
import sys

import bench_community
from bench_community import Community
from environment import (
    PYTHON,
    copy_database,
    database_exists,
    database_state,
    ensure_installed,
    locked,
    main,
    note_database_state,
    odoo_env,
    quietly,
    step,
)

KEPT = "cs_community"


@functools.cache  # processes that are forked know it from before
def ensure_kept():
    """Have the database to copy from, made anew when the addon or the community changed."""
    source = ensure_installed()
    with open(bench_community.__file__, "rb") as maker:
        community = hashlib.file_digest(maker, "sha256").hexdigest()
    wanted = {"addon": database_state(source), "community": community}
    with locked(KEPT):
        if database_state(KEPT) != wanted:
            with step(f"database {KEPT}, copied from {source}, and its community"):
                copy_database(source, KEPT)
                quietly([PYTHON, __file__, KEPT], "community")
            note_database_state(KEPT, **wanted)
    return KEPT


@contextlib.contextmanager
def community_in(database, kind=Community):
    """The community of a database, to be added to; both are copied when there is none."""
    kept = ensure_kept()
    with locked(KEPT):  # nobody can be connected to what is copied
        if not database_exists(database):
            copy_database(kept, database)
    with odoo_env(database, log_level="error") as env:
        yield kind(env)


def keep_community():
    with odoo_env(sys.argv[1]) as env:
        Community(env).keep()


if __name__ == "__main__":
    main(keep_community)
