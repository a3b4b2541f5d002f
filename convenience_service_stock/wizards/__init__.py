from . import convenience_material_return
