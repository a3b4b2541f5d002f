from . import test_material_slips
