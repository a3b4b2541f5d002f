"""Put households into a database who are told and asked: `asked.py DATABASE HOUSEHOLDS LETTERS`
publishes a notice whose letters wait to be printed, so many a part, opens a survey whose
invitations wait to be sent, and makes the public links of the office; `asked.py DATABASE printed`
says what is on the letters, a line each.
"""

import base64
import io
import sys
from datetime import timedelta
from unittest.mock import patch

from bench_community import Community
from environment import ensure_database, main, odoo_env, our_addons


def asked():
    name, *words = sys.argv[1:]
    if words == ["printed"]:
        return printed(name)
    count, letters = map(int, words)
    ensure_database(name, our_addons())
    with odoo_env(name, log_level="error") as env:
        community = Community(env)
        for number, _unit, owner in community.households(env, community.office, range(count)):
            owner.email = f"resident{number}@example.com"
        told(community, letters)
        invited(community)
        for renew in ("action_renew_price_link", "action_renew_screen_link"):
            getattr(community.office.with_user(community.people["director"]), renew)()


def told(community, letters):
    """A notice with letters to every household, of which none is printed yet."""
    notices = community.env["convenience.notice"].with_user(community.people["service_manager"])
    notice = notices.create(
        {"name": "Lift", "text": "The lift rests on Friday.", "office_id": community.office.id}
    )
    notice.action_publish()
    with patch.object(type(notice), "_letters_a_part", lambda self: letters):
        notice.action_print_letters()


def invited(community):
    """An opinion survey with an invitation to every household, of which none is sent yet."""
    rounds = community.env["convenience.survey.round"].with_user(community.people["director"])
    asking = rounds.create(
        {
            "office_id": community.office.id,
            "kind": "opinion",
            "date_to": community.office._today() + timedelta(days=30),
        }
    )
    asking.action_propose_items()
    asking.action_open()


def printed(name):
    """Print the unit that each sheet of the letters is for."""
    from pypdf import PdfReader

    with odoo_env(name, log_level="error") as env:
        notice = env["convenience.notice"].search([("letter_part_ids", "!=", False)])
        units = notice._addressed_units().mapped("name")
        for page in PdfReader(io.BytesIO(base64.b64decode(notice.letters_file))).pages:
            said = page.extract_text().split()
            print(*(unit for unit in units if unit in said))


if __name__ == "__main__":
    main(asked)
