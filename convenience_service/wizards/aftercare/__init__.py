from . import confidential_telling
from . import problem_decision
from . import rates
