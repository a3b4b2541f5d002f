from . import report_material_slip
