"""What residents ordered: two months of finished work, and a request in every state."""

from odoo.fields import Command

MOVES = {
    "assigned": "action_assign",
    "in_progress": "action_start",
    "done": "action_done",
    "signed": "action_sign",
    "reviewed": "action_review",
}


# ------------------------------------------------------------------ finished work


def enter_past(community):
    """The director brings in the finished work of two months, the supervisor reviews it."""
    rows = community.sheet("past_services.csv")
    requests = community.by("director", "convenience.request")._register_many(
        [prepare_past(community, row, number) for number, row in enumerate(rows, start=1)]
    )
    done = {
        request.id: {"done_at": community.moment(past_day(community, row), 11)}
        for request, row in zip(requests, rows, strict=True)
    }
    requests._move_to("done", via="import", values=done)
    by_state = {row["state"]: requests.browse() for row in rows}
    for request, row in zip(requests, rows, strict=True):
        by_state[row["state"]] |= request
    signed = (by_state["signed"] | by_state["reviewed"]).filtered("signature_required")
    for request in signed:
        request.write({"signed_name": request.customer_id.name, "signed_on_paper": True})
    signed._move_to("signed", via="import")
    community.by("supervisor", by_state["reviewed"]).action_review()


def past_day(community, row):
    return community.month(int(row["month"])).replace(day=int(row["day"]))


def prepare_past(community, row, number):
    day = past_day(community, row)
    return {
        **prepare_order(community, row),
        **prepare_crew(community, row["worker"]),
        "name": f"JK{day:%Y%m}{number:04d}",
        "registered_at": community.moment(day, 9),
    }


# ------------------------------------------------------------------ work of today


def register(community):
    """The desk takes orders; those of departments that work in turn are given out at once."""
    rows = community.sheet("services.csv")
    requests = community.by("clerk", "convenience.request")
    for row in rows:
        community.requests[row["name"]] = requests.create(
            {
                **prepare_order(community, row),
                **prepare_crew(community, row["crew"]),
                "channel": row["channel"],
                "note": row["note"],
            }
        )


def advance(community):
    """Each request comes as far as the sheet says, by the people who bring it there."""
    for row in community.sheet("services.csv"):
        request = community.requests[row["name"]]
        if row["state"] == "cancelled":
            request.action_cancel("住户来电取消。")
        elif row["state"] != "new":
            bring_to(community, request, row)


def bring_to(community, request, row):
    for target in path(request, row["state"]):
        own = community.by(who_moves(row, target), request)
        if target == "done" and row["outcome"]:
            own.outcome = row["outcome"]
        elif target == "signed":
            own.write(community.signature(request.customer_id.name))
        getattr(own, MOVES[target])()


def path(request, state):
    """The states up to the wanted one; free work needs no signature."""
    states = list(MOVES)
    first = states.index(request.state) + 1 if request.state in states else 0
    return [
        target
        for target in states[first : states.index(state) + 1]
        if target != "signed" or request.signature_required
    ]


def who_moves(row, target):
    """The supervisor sends and reviews; who has a login reports the work, for others the desk."""
    if target in ("assigned", "reviewed"):
        return "supervisor"
    return "worker" if row["crew"] == "engineer" else "clerk"


def quote(community):
    """The supervisor has offered a price for what has none in the tariff."""
    request = community.requests["quoted"]
    quotation = community.by("supervisor", "convenience.quotation").create(
        {
            "request_id": request.id,
            "place": "on_site",
            "line_ids": [
                Command.create({"request_line_id": request.line_ids.id, **part})
                for part in (
                    {"kind": "labour", "name": "粉刷人工", "quantity": 6, "price": 45.0},
                    {"kind": "material", "name": "乳胶漆", "quantity": 1, "price": 168.0},
                )
            ],
        }
    )
    quotation.action_offer()


# ------------------------------------------------------------------ values


def prepare_order(community, row):
    return {
        "unit_id": community.ref(f"demo_unit_{row['unit']}").id,
        "customer_id": community.ref(f"demo_{row['customer']}").id,
        "line_ids": [
            Command.create(
                {"product_id": community.item(row["item"]).id, "quantity": float(row["quantity"])}
            )
        ],
    }


def prepare_crew(community, name):
    """Who is sent: an outside provider, one of the staff, or nobody yet."""
    if name == "provider":
        return {"provider_id": community.ref("demo_provider").id}
    return {"worker_ids": [Command.set(community.ref(f"demo_employee_{name}").ids)]} if name else {}
