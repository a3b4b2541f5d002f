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
    sql,
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
    take_registry(database)
    with odoo_env(database, log_level="error") as env:
        yield kind(env)


def take_registry(database):
    """Use for a copy what a process has read of the database it is copied from: but for the name
    of their database, registries do not differ, and caches that do follow at once.
    """
    if "odoo.modules.registry" not in sys.modules:
        return
    from odoo.modules.registry import Registry
    from odoo.sql_db import db_connect

    registry = Registry.registries.get(KEPT)
    if registry and registry._init_modules == set(installed_modules(database)):
        Registry.delete(KEPT)
        registry.db_name, registry._db = database, db_connect(database)
        Registry.registries[database] = registry


def installed_modules(database):
    """Return the names of the modules in a database, [] where there is none."""
    if not database_exists(database):
        return []
    return sql("SELECT name FROM ir_module_module WHERE state = 'installed'", database)


def keep_community():
    with odoo_env(sys.argv[1]) as env:
        Community(env).keep()


if __name__ == "__main__":
    main(keep_community)
