from . import annual_round
from . import annual_line
from . import figures
from . import suggestion
from . import proposing
from . import yearly_jobs
from . import res_company
from . import practice
