"""Free services: things lent, a key in custody, the convenience box, community activities."""

from datetime import timedelta

from odoo.fields import Command


def lend(community):
    """A ladder is out, a drill is back, a parcel is kept."""
    loans = community.by("clerk", "convenience.loan")
    feng = resident(community, "1_2_201", "owner_feng")
    due = {"due_on": community.day(3)}
    loans.create({**feng, **due, "item_id": community.ref("demo_loan_item_ladder").id})
    drill = community.ref("demo_loan_item_drill")
    sun = resident(community, "1_1_302", "owner_sun")
    loans.create({**sun, **due, "item_id": drill.id}).action_return()
    loans.create({**sun, "kind": "custody", "name": "行李箱", "due_on": community.day(7)})


def keep_key(community):
    """A key in custody with consent to enter, at present with one of the staff."""
    key = community.by("clerk", "convenience.loan").create(
        {
            **resident(community, "1_1_201", "owner_zhang"),
            "kind": "key",
            "name": "入户门钥匙",
            "key_tag": "K07",
            "consent_text": "外出期间可入户开窗通风、检查水电。",
            "consent_signed_by": "张志远",
            "consent_on_paper": True,
        }
    )
    key.action_give_consent()
    key.env["convenience.key.movement"].create(
        {
            "loan_id": key.id,
            "worker_id": community.ref("demo_worker_service").id,
            "purpose": "开窗通风",
        }
    )


def stock_kit(community):
    """The box was filled and used; something is to be refilled, something expires soon."""
    lines = {name: community.ref(f"demo_kit_{name}") for name in ("plaster", "iodine")}
    screwdrivers = community.ref("demo_kit_screwdriver")
    soon, later = {"expiry_on": community.day(20)}, {"expiry_on": community.day(400)}
    community.by("clerk", "convenience.kit.move").create(
        [
            {"line_id": lines["plaster"].id, "quantity": 20, **later},
            {"line_id": lines["iodine"].id, "quantity": 10, **soon},
            {"line_id": screwdrivers.id, "quantity": 2},
            {
                "line_id": lines["plaster"].id,
                "quantity": -3,
                "resident_id": community.ref("demo_owner_wu").id,
            },
        ]
    )


def hold_activities(community):
    """One activity was held last month; one today and a later one are open for registration."""
    held = announce(community, "邻里棋牌赛", community.month(-1).replace(day=20), seats=60)
    held.attendance_ids.attended = True
    held.action_close()
    announce(community, "社区健康讲座", community.today, seats=40)
    announce(community, "亲子手工课", community.day(10), seats=20)


def announce(community, name, day, seats):
    activity = community.by("clerk", "convenience.activity").create(
        {
            "name": name,
            "office_id": community.office.id,
            "place": "社区活动室",
            "start_at": community.moment(day, 15),
            "end_at": community.moment(day, 15) + timedelta(hours=2),
            "seats": seats,
        }
    )
    activity.action_open()
    guests = (("1_1_101", "owner_wang", 2), ("1_2_101", "owner_wu", 1))
    activity.attendance_ids = [
        Command.create({**resident(community, unit, guest), "persons": persons})
        for unit, guest, persons in guests
    ]
    return activity


def resident(community, unit, name):
    return {
        "unit_id": community.ref(f"demo_unit_{unit}").id,
        "resident_id": community.ref(f"demo_{name}").id,
    }
