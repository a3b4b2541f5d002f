from . import handin
