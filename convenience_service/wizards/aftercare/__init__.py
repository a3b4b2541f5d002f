from . import problem_decision
from . import rates
