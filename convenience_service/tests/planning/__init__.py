from . import test_annual_round
