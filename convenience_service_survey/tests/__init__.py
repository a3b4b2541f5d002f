from . import test_round
