from . import evaluation
from . import followup
from . import rates
