from . import evaluation
from . import rates
