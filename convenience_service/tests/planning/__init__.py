from . import test_annual_round
from . import test_practice
