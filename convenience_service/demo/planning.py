"""What is thought over: next year's offer, who decides while somebody is away, one person twice."""

from odoo.fields import Command

from . import prices


def begin_annual_round(community):
    """The director has last year's figures for the meeting of January."""
    community.by("director", "convenience.annual.round").create(
        {"office_id": community.office.id, "year": community.today.year + 1}
    )


def name_deputy(community):
    """The general manager is away next week."""
    community.by("general_manager", "convenience.delegation").create(
        {
            "principal_id": community.user("general_manager").id,
            "deputy_id": community.user("director").id,
            "company_id": community.company.id,
            "date_from": community.day(7),
            "date_to": community.day(11),
            "reason": "外出培训",
        }
    )


def propose_merge(community):
    """A shop owner was entered a second time by phone."""
    survivor = community.ref("demo_shop_luo")
    double = community.by("clerk", "res.partner").create(
        {"name": survivor.name, "company_id": community.company.id}
    )
    community.by("clerk", "convenience.merge.proposal").create(
        {
            "office_id": community.office.id,
            "survivor_id": survivor.id,
            "double_ids": [Command.set(double.ids)],
            "reason": "电话登记时重复建档",
        }
    )


def prepare_raise(community):
    """The price of a repair that the general manager has approved: the department makes ready."""
    row = next(row for row in community.sheet("tariff.csv") if row["item"] == "circuit_repair")
    line = prices.prepare_line(community, {**row, "price": 66, "expected_cost": 59})
    tariff = prices.submit(community, "amendment", community.month(2), [line])
    community.by("general_manager", tariff).action_approve()
