from dechaff.model import Block, Container
from dechaff.read._nodes import Page

def blocks_of(page: Page) -> tuple[tuple[Block, ...], tuple[Container, ...]]: ...
