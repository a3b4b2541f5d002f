"""What the tools share: paths, timed steps, Odoo commands and databases.

Only the standard library is imported at the top: the set-up uses it before there is an Odoo.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".work"
OUT = ROOT / "out"
LOGS = WORK / "log"
VENV = WORK / "venv"
PYTHON = VENV / "bin" / "python"
CONF = WORK / "odoo.conf"
DATA = WORK / "data"
CLUSTER = WORK / "postgres"  # a link when the cluster has to live elsewhere: see postgres.py
DB_USER = "odoo"
ADDON = "convenience_service"
# Databases to copy from: what our addons depend on; the main addon; all our addons.
TEMPLATE = "cs_template"
ADDON_INSTALLED = "cs_addon"
ALL_INSTALLED = "cs_addons"


class Problem(Exception):
    """What stopped a tool, in one line that says what to do."""


def main(function):
    """Run a tool; a problem ends it with one line instead of a stack trace."""
    # ended from outside, it still stops the server that it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    try:
        function()
    except Problem as problem:
        sys.exit(f"error: {problem}")
    except PermissionError as error:
        sys.exit(f"error: {error}. Run as the user who made .work, or remove it with make clean.")
    except KeyboardInterrupt:
        sys.exit("stopped")


# Steps


@contextlib.contextmanager
def step(title):
    """Say what is being done and, after it, how long it took; of which step if several run."""
    print(f"-> {title}", flush=True)
    _titles.append(title)
    start = time.monotonic()
    yield
    own = "" if _titles[-1] == title else f"  {title}"
    _titles.append("")
    print(f"   {time.monotonic() - start:.1f} s{own}", flush=True)


_titles = []  # said last


def quietly(command, log, remedy="", **options):
    """Run a command with its output in .work/log.

    When it fails, the remedy is told; where none is known, the end of the output is shown.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            **options,
        )
    if done.returncode:
        if not remedy:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            print("\n".join(lines[-15:]), file=sys.stderr)
        raise Problem(f"{log} failed, see {path}. {remedy}".strip())
    return path


def run(title, command, log, remedy="", **options):
    """`quietly`, as a timed step."""
    with step(title):
        return quietly(command, log, remedy, **options)


@contextlib.contextmanager
def locked(name):
    """Let one process at a time do this; the others wait."""
    WORK.mkdir(exist_ok=True)
    with (WORK / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"   waiting for another run to finish ({name})", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# Odoo's tree and configuration


def odoo_tree():
    """The folder that holds the `odoo` package: ODOO_HOME's, or the one unpacked below .work."""
    home = os.environ.get("ODOO_HOME")
    if not home:
        return WORK / "odoo" / "usr" / "lib" / "python3" / "dist-packages"
    home = Path(home).expanduser().resolve()
    for tree in (home, home.parent):
        if (tree / "odoo" / "release.py").is_file():
            return tree
    raise Problem(f"ODOO_HOME is {home}, which has no odoo package; name an Odoo 19 tree.")


def addons_path():
    """Where Odoo's addons are, then this checkout.

    A source tree keeps them beside the package, an installed one inside it; Debian's has an
    incomplete copy beside it as well, which must stay out.
    """
    tree = odoo_tree()
    inside, beside = tree / "odoo" / "addons", tree / "addons"
    folders = [inside] if (inside / "account").is_dir() else [inside, beside]
    return [str(folder) for folder in [*folders, ROOT]]


def free_port(wanted=0):
    """The wanted port of this machine if nobody has it, otherwise any free one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return probe.getsockname()[1]


def write_conf(path=CONF, **more):
    """Write an odoo.conf. Time and memory limits are off: a demo month is one long call."""
    options = {
        "addons_path": ",".join(addons_path()),
        "data_dir": DATA,
        "db_host": CLUSTER.resolve(),
        "db_port": 5432,
        "db_user": DB_USER,
        "list_db": False,
        "http_interface": "127.0.0.1",
        "max_cron_threads": 0,
        "limit_time_cpu": 36000,
        "limit_time_real": 36000,
        # The hard limit would hold for Chromium and wkhtmltopdf too, which reserve a lot.
        "limit_memory_soft": 0,
        "limit_memory_hard": 0,
        **more,
    }
    lines = "".join(f"{name} = {value}\n" for name, value in options.items())
    write_if_changed(path, f"[options]\n{lines}")
    return path


def write_if_changed(path, text):
    """Another process may be reading the file: leave it alone when nothing is new."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def odoo(*words):
    """The command line of an Odoo command."""
    return [PYTHON, "-m", "odoo", *words]


# Databases


def sql(statement, dbname="postgres"):
    """Run SQL through psql and return the lines it prints."""
    psql = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", CLUSTER.resolve(), "-p", "5432"]
    done = subprocess.run(
        [*psql, "-U", DB_USER, "-d", dbname, "-c", statement],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Problem(f"database {dbname}: {done.stderr.strip()}")
    return done.stdout.splitlines()


def quote(value):
    """An SQL string."""
    return "'" + value.replace("'", "''") + "'"


def database_exists(name):
    return bool(sql(f"SELECT 1 FROM pg_database WHERE datname = {quote(name)}"))


def database_state(name):
    """What a finished set-up noted on the database, {} if there is none.

    It is a comment on the database itself, so that it goes when the database goes.
    """
    lines = sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = {quote(name)}"
    )
    try:
        return json.loads("".join(lines) or "{}")
    except ValueError:
        return {}


def note_database_state(name, **facts):
    """Add facts to what is noted on the database."""
    state = json.dumps({**database_state(name), **facts})
    sql(f'COMMENT ON DATABASE "{name}" IS {quote(state)}')


def drop_database(name):
    """Drop the database and its files; nothing happens if there is none."""
    sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(DATA / "filestore" / name, ignore_errors=True)


def our_addons():
    """The names of the addons in this checkout: the main one and its glue."""
    return sorted(path.parent.name for path in ROOT.glob(f"{ADDON}*/__manifest__.py"))


def addons_fingerprint(modules):
    """Two hashes of the files of our addons: when they change, databases have to follow.

    `update` is of what an update of the addons brings in; `install` of what only a new
    installation does: manifests, records that are not updated, translations. Tests are in neither.
    """
    digests = {"update": hashlib.sha256(), "install": hashlib.sha256()}
    for addon in sorted(modules):
        for path in sorted((ROOT / addon).rglob("*")):
            place = path.relative_to(ROOT)
            if path.is_file() and path.suffix != ".pyc" and "tests" not in place.parts:
                content = path.read_bytes()
                digest = digests["update" if _is_updated(path, content) else "install"]
                digest.update(f"{place}\0".encode())
                digest.update(content)
    return {kind: digest.hexdigest() for kind, digest in digests.items()}


def _is_updated(path, content):
    if path.suffix == ".xml":
        return b"noupdate" not in content
    return path.suffix != ".po" and path.name != "__manifest__.py"


def copy_database(source, name):
    """Make a database, and its files, from another one that nobody is connected to.

    The copy gets an identity and a secret of its own, as Odoo's own copies do.
    """
    drop_database(name)
    sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    sql(
        "UPDATE ir_config_parameter SET value = gen_random_uuid()"
        " WHERE key IN ('database.uuid', 'database.secret')",
        name,
    )
    files = DATA / "filestore"
    if (files / source).is_dir():
        # Odoo never changes a stored file, so that both databases can have the same one
        shutil.copytree(files / source, files / name, copy_function=os.link)


def ensure_installed(modules=(ADDON,), anew=False):
    """Have a database with these modules and nothing else, for others to be copied from.

    Changed files come in by an update where that brings in all of it, otherwise, and always with
    `anew`, by a new installation. Returns the name of the database.
    """
    alone = set(modules) == {ADDON}
    name = ADDON_INSTALLED if alone else ALL_INSTALLED
    with locked(name):
        state = database_state(name)
        wanted = {
            "template": database_state(TEMPLATE),
            "modules": sorted(modules),
            **addons_fingerprint(modules),
        }
        changed = {key for key, value in wanted.items() if state.get(key) != value}
        updated = bool(changed) or state.get("updated", False)
        if anew and updated or changed - {"update"}:
            copy_database(TEMPLATE if alone else ensure_installed(anew=anew), name)
            change_modules("installing", name, modules, "-i")
            note_database_state(name, **wanted, updated=False)
        elif changed:
            change_modules("updating", name, modules, "-u")
            note_database_state(name, **wanted, updated=True)
    return name


def change_modules(title, name, modules, option):
    """Install or update modules in a database; a database where that fails is dropped."""
    words = ["-c", CONF, "-d", name, option, ",".join(modules), "--stop-after-init", "--no-http"]
    try:
        log = run(
            f"{title} {', '.join(modules)} in {name}", odoo("server", *words), f"{name}-install"
        )
    except Problem:
        if name in (ADDON_INSTALLED, ALL_INSTALLED):
            drop_database(name)
        raise
    print("".join(f"   {line}\n" for line in complaints(log)), end="", flush=True)


def ensure_database(name, modules=(ADDON,)):
    """Have a database with these modules, up to date with their files.

    It is made if there is none or what it was made from is of another Odoo; otherwise it keeps
    its records, and is updated if the files changed. Returns whether it was made anew.
    """
    with locked(name):
        state = database_state(name)
        wanted = {
            "template": database_state(TEMPLATE),
            "modules": sorted(modules),
            **addons_fingerprint(modules),
        }
        if wanted.items() <= state.items():
            return False
        made = any(state.get(key) != wanted[key] for key in ("template", "modules"))
        if made:
            source = ensure_installed(modules)
            with step(f"database {name}, copied from {source}"):
                copy_database(source, name)
        else:
            change_modules("updating", name, modules, "-u")
        note_database_state(name, **wanted)
        return made


def complaints(log):
    """The warnings and errors in an Odoo log."""
    levels = (" WARNING ", " ERROR ", " CRITICAL ")
    return [line for line in log.read_text("utf-8").splitlines() if any(x in line for x in levels)]


@contextlib.contextmanager
def odoo_env(dbname, log_level="warn", conf=CONF):
    """An `api.Environment` of the superuser in this process; committed unless the block raises."""
    from odoo import api
    from odoo.modules.registry import Registry
    from odoo.service import server
    from odoo.tools import config

    words = ["-c", str(conf), "-d", dbname, "--log-level", log_level, "--no-http"]
    config.parse_config(words, setup_logging=True)
    server.load_server_wide_modules()
    with Registry(dbname).cursor() as cr:
        yield api.Environment(cr, api.SUPERUSER_ID, {})


def note_address(dbname, url):
    """Tell a database where its server is; wkhtmltopdf fetches the styles of a page from there."""
    for key in ("web.base.url", "report.url"):
        sql(
            f"INSERT INTO ir_config_parameter (key, value) VALUES ({quote(key)}, {quote(url)})"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            dbname,
        )


@contextlib.contextmanager
def odoo_server(dbname, port=0, *more):
    """A web server on the database; gives its address and its process once it answers.

    Enter it before `odoo_env`: it sets the address in the database behind the caches' back.
    """
    port = free_port(port)
    url = f"http://127.0.0.1:{port}"
    note_address(dbname, url)
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{dbname}-server.log"
    command = odoo("server", "-c", CONF, "-d", dbname, "--http-port", port, *more)
    with path.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait_for(process, url, path)
        yield url, process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process, url, log):
    for _try in range(240):
        if process.poll() is not None:
            raise Problem(f"the web server ended at once, see {log}.")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{url}/web/health", timeout=30).close()
            return
        time.sleep(0.25)
    raise Problem(f"the web server does not answer, see {log}.")
