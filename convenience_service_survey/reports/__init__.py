from . import sheet
from . import analysis
from . import opinion_answers
