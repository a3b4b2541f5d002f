from . import material_return
