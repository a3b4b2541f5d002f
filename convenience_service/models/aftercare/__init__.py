from . import economics
from . import timeliness
from . import quality
from . import rate_target
