from . import confidential_telling
from . import loss_decision
from . import problem_decision
from . import rates
