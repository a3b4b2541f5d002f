"""Bring the terms of every addon up to date; fails and names those that have no Chinese yet."""

import polib

from environment import (
    CONF,
    ROOT,
    WORK,
    Problem,
    ensure_installed,
    main,
    odoo,
    our_addons,
    run,
    step,
)

LANGUAGE = "zh_CN"
# Dates would make every run a change.
HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def terms():
    addons = our_addons()
    database = ensure_installed(addons, anew=True)
    missing = [term for addon in addons for term in update(addon, database)]
    if missing:
        print("".join(f"   {term!r}\n" for term in missing), end="")
        raise Problem(f"{len(missing)} terms have no Chinese. Add it to i18n/{LANGUAGE}.po.")


def update(addon, database):
    """Write the template and the translations of an addon; returns the untranslated terms."""
    found = exported(addon, database)
    folder = ROOT / addon / "i18n"
    path = folder / f"{LANGUAGE}.po"
    known = polib.pofile(str(path)) if path.is_file() else []
    with step(f"{addon}: {len(found)} terms"):
        folder.mkdir(exist_ok=True)
        template(addon, found).save(str(folder / f"{addon}.pot"))
        translated = template(addon, found, {entry.msgid: entry.msgstr for entry in known})
        translated.metadata["Language"] = LANGUAGE
        translated.save(str(path))
    return [entry.msgid for entry in translated if not entry.msgstr]


def exported(addon, database):
    """Return the terms that Odoo's own exporter finds, sorted."""
    path = WORK / f"{addon}.pot"
    command = odoo("i18n", "export", "-c", CONF, "-d", database, addon, "-l", "pot", "-o", path)
    run(f"exporting the terms of {addon}", command, f"{addon}-terms")
    return sorted(polib.pofile(str(path)), key=lambda entry: entry.msgid)


def template(addon, found, translations=()):
    """Return a file of the terms with their places, translated where a translation is given."""
    translations, file = dict(translations), polib.POFile()
    file.header = f"Translation of the Odoo module {addon}."
    file.metadata = dict(HEADER)
    for entry in found:
        file.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=translations.get(entry.msgid, ""),
                comment=entry.comment,
                occurrences=sorted(entry.occurrences),
            )
        )
    return file


if __name__ == "__main__":
    main(terms)
