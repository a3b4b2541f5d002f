from . import move_out
