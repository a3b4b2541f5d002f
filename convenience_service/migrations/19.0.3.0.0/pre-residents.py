"""Who is a resident is filled in by the database at once, not asked contact by contact."""

COLUMNS = """
    ALTER TABLE res_partner
      ADD COLUMN IF NOT EXISTS is_resident boolean,
      ADD COLUMN IF NOT EXISTS convenience_is_named boolean
"""
# Named by themselves, then with the contacts and addresses below them.
RESIDENTS = """
    WITH RECURSIVE named (id) AS (
        SELECT partner_id FROM convenience_occupancy
         UNION SELECT landlord_id FROM convenience_occupancy
         UNION SELECT res_partner_id FROM convenience_occupancy_signatory_rel
         UNION SELECT customer_id FROM convenience_request
         UNION SELECT payer_id FROM convenience_request
    ), family (id) AS (
        SELECT id FROM named WHERE id IS NOT NULL
         UNION
        SELECT contact.id FROM res_partner contact JOIN family ON contact.parent_id = family.id
    )
    UPDATE res_partner partner
       SET is_resident = TRUE, convenience_is_named = partner.id IN (SELECT id FROM named)
      FROM family WHERE family.id = partner.id
"""


def migrate(cr, version):
    cr.execute(COLUMNS)
    cr.execute(RESIDENTS)
