r"""dechaff: the article and nothing else.

>>> from dechaff import clean
>>> clean("The ferry is back.\n\nRead more").text
'The ferry is back.'
"""

from dechaff.cleaner import Cleaner, clean
from dechaff.errors import DechaffError, InputError, OptionError, RuleError
from dechaff.model import Block, Claim, Document, Kind, Metadata
from dechaff.result import Declined, Removal, Result

__all__ = [
    "Block",
    "Claim",
    "Cleaner",
    "DechaffError",
    "Declined",
    "Document",
    "InputError",
    "Kind",
    "Metadata",
    "OptionError",
    "Removal",
    "Result",
    "RuleError",
    "clean",
]

__version__ = "0.1.0"
