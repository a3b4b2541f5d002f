from . import guarded
from . import workflow
from . import job
from . import move_log
from . import portal_fields
from . import ir_attachment
from . import ir_sequence
