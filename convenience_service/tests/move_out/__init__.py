from . import test_dearer_leaving
from . import test_move_out
from . import test_move_out_corner_cases
