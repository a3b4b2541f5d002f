"""Draw up the annual round of an office with 200 items over three years of requests: in seconds,
with as many queries for few items as for many, and with the figures of a count made apart.
"""

import sys
import time
from datetime import date

from bench_requests import YEARS, DeskCommunity
from environment import Problem, drop_database, ensure_database, main, odoo_env, step

DATABASE = "cs_bench_annual"
REQUESTS, ITEMS = 200_000, 200
MOST_SECONDS, MOST_QUERIES = 5.0, 60

# Counted without the addon: what was finished in the year, by item.
APART = """
    SELECT line.product_id, count(*), sum(line.amount)
      FROM convenience_request_line line
      JOIN convenience_request request ON request.id = line.request_id
     WHERE request.office_id = %s AND request.state IN ('done', 'signed', 'reviewed')
       AND request.date_done BETWEEN %s AND %s
     GROUP BY line.product_id
"""


class ManyItems(DeskCommunity):
    PRICES = [10.0 + number for number in range(ITEMS)]


def draw_up(community):
    """Seconds, queries and the round of the office, as its director has it drawn up."""
    env = community.env(user=community.people["director"].id)
    env.registry.clear_all_caches()
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    one = env["convenience.annual.round"].create(
        {"office_id": community.office.id, "year": date.today().year}
    )
    env.flush_all()
    return time.perf_counter() - start, env.cr.sql_log_count - queries, one


def counted_apart(one):
    one.env.cr.execute(APART, (one.office_id.id, *one._span()))
    return {product: (times, float(amount)) for product, times, amount in one.env.cr.fetchall()}


def bench_annual():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    drop_database(DATABASE)
    ensure_database(DATABASE)
    with odoo_env(DATABASE, log_level="error") as env:
        community = ManyItems(env)
        with step(f"{count:,} requests over {YEARS} years, {ITEMS} items"):
            community.requests(count)
        seconds, queries, one = draw_up(community)
        said = {
            line.product_id.id: (line.times, line.revenue) for line in one.line_ids if line.times
        }
        apart = counted_apart(one)
    done = sum(times for times, _amount in apart.values())
    print(f"{len(said)} items, done {done:,} times, in {seconds:.2f} s, {queries} queries")
    wrong = [f"item {item}" for item in apart if said.get(item) != apart[item]]
    if wrong or set(said) - set(apart):
        raise Problem(f"not what was counted apart: {', '.join(wrong) or set(said) - set(apart)}.")
    if seconds > MOST_SECONDS:
        raise Problem(f"it took {seconds:.2f} s, more than {MOST_SECONDS}.")
    if queries > MOST_QUERIES + ITEMS:
        raise Problem(f"it took {queries} queries, more than {MOST_QUERIES} and one an item.")
    print("as a count made apart says, within its time")


if __name__ == "__main__":
    main(bench_annual)
