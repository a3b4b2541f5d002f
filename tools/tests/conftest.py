"""What tests of the tools leave for the end."""

import pytest
import races


@pytest.fixture(scope="session", autouse=True)
def end_of_races():
    """What they left is gone when the tests of a lane are done."""
    yield
    races.end()
