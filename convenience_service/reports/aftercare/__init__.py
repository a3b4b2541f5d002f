from . import evaluation
from . import followup
from . import handin
from . import rates
