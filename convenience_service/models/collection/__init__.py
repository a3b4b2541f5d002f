from . import reminder
from . import reminder_line
from . import promise
from . import step
from . import stop
from . import statement
from . import aged_statement
from . import res_partner
