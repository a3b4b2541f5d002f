from . import material_slip
