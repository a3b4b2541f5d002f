"""What services of before have cost, without computing a million of them one by one.

Hours were not copied then. Materials of a request with several services stand with its first.
"""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        ALTER TABLE convenience_request_line
            ADD COLUMN IF NOT EXISTS labour_cost numeric,
            ADD COLUMN IF NOT EXISTS material_cost numeric,
            ADD COLUMN IF NOT EXISTS provider_cost numeric,
            ADD COLUMN IF NOT EXISTS cost numeric
        """
    )
    cr.execute(
        """
        UPDATE convenience_request_line AS line
           SET material_cost = material.cost
          FROM (SELECT request_id, SUM(cost) AS cost
                  FROM convenience_request_material GROUP BY request_id) AS material
         WHERE line.id = (SELECT MIN(id) FROM convenience_request_line
                           WHERE request_id = material.request_id)
        """
    )
    cr.execute(
        """
        UPDATE convenience_request_line AS line
           SET provider_cost = claim.amount
          FROM (SELECT request_line_id, SUM(amount) AS amount
                  FROM convenience_provider_claim WHERE active GROUP BY request_line_id) AS claim
         WHERE line.id = claim.request_line_id
        """
    )
    cr.execute(
        """
        UPDATE convenience_request_line
           SET labour_cost = 0, material_cost = COALESCE(material_cost, 0),
               provider_cost = COALESCE(provider_cost, 0),
               cost = CASE WHEN COALESCE(provider_cost, 0) = 0 AND expected_cost <> 0
                           THEN ROUND(expected_cost * quantity, 2)
                           ELSE COALESCE(provider_cost, 0) + COALESCE(material_cost, 0) END
        """
    )
