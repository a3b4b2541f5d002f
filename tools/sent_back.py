"""Put an amendment that waits for approval into a database, and a dialog that sends one of its two
lines back: `sent_back.py DATABASE`; prints the amendment, the line and the dialog.
"""

import sys
from datetime import date

from copies import community_in
from environment import main


def sent_back():
    with community_in(sys.argv[1]) as community:
        env = community.env
        general_manager = community.people["general_manager"]
        general_manager.login = "general manager"
        tariff = amendment(community)
        line = tariff.line_ids[:1]
        dialog = (
            env["convenience.tariff.send.back"]
            .with_user(general_manager)
            .create({"tariff_id": tariff.id, "line_ids": [(6, 0, line.ids)], "reason": "Too dear"})
        )
        env.cr.commit()
        print(tariff.id, line.id, dialog.id)


def amendment(community):
    """Two items are to cost more from 2030 on; the director has submitted it."""
    director = community.people["director"]
    tariff = community.env["convenience.tariff"].create(
        {
            "office_id": community.office.id,
            "kind": "amendment",
            "year": 2030,
            "date_start": date(2030, 1, 1),
            "meeting_date": date(2026, 11, 1),
            "meeting_partner_ids": [(6, 0, director.partner_id.ids)],
            "necessity": "wanted",
            "feasibility": "possible",
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": item.id,
                        "operation": "reprice",
                        "price": price + 1,
                        "expected_cost": price - 1,
                        "department_id": community.department.id,
                        "reason": "Dearer parts",
                    },
                )
                for item, price in list(zip(community.items, community.PRICES, strict=True))[:2]
            ],
        }
    )  # fmt: skip
    tariff.with_user(director).action_review()
    tariff.with_user(director).action_submit()
    return tariff


if __name__ == "__main__":
    main(sent_back)
