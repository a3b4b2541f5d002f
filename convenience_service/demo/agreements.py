"""Long-term service: one agreement with its visits made ahead, one still to be signed."""

from odoo.fields import Command


def sign(community):
    owner = {
        "unit_id": community.ref("demo_unit_1_1_101").id,
        "partner_id": community.ref("demo_owner_wang").id,
    }
    agreement = draft(
        community,
        owner,
        {"item": "indoor_cleaning", "quantity": 3, "frequency": "weekly", "thursday": True},
        {"item": "indoor_greening", "price_basis": "flat", "frequency": "weekly", "monday": True},
    )
    signed = community.signature("王建国")
    agreement.write({**signed, "signed_relation": "self"})
    agreement.action_activate()
    # as the job does, without its commits
    agreement.line_ids.with_env(community.env)._make_visits()
    neighbour = {
        "unit_id": community.ref("demo_unit_1_2_102").id,
        "partner_id": community.ref("demo_owner_zheng").id,
    }
    draft(
        community,
        neighbour,
        {"item": "car_wash", "frequency": "weekly", "interval": 2, "saturday": True},
    )


def draft(community, customer, *lines):
    """What the desk writes down; it begins today."""
    return community.by("clerk", "convenience.agreement").create(
        {
            **customer,
            "date_from": community.today,
            "line_ids": [Command.create(prepare_line(community, **line)) for line in lines],
        }
    )


def prepare_line(community, item, **values):
    return {
        "product_id": community.item(item).id,
        "price_basis": "per_visit",
        "visit_time": 9.0,
        **values,
    }
