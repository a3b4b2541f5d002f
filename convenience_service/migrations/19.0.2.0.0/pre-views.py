"""Views that extend others say nothing until the update has written them anew.

What they hook on has moved to other views: with their old text the first view that the update
writes would be refused.
"""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE ir_ui_view view
           SET arch_db = '{"en_US": "<data/>"}', arch_prev = NULL
          FROM ir_model_data data
         WHERE data.model = 'ir.ui.view'
           AND data.res_id = view.id
           AND data.module = 'convenience_service'
           AND view.inherit_id IS NOT NULL
        """
    )
