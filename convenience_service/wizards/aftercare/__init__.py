from . import confidential_telling
