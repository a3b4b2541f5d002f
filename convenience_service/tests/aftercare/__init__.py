from . import test_economics
from . import test_evaluation
from . import test_figures
from . import test_glance
from . import test_problem
