"""The live oracle: options, the seed, and the table of what was compared."""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

OUTCOMES = (
    "equal",
    "rejected by both",
    "accepted, we say unknown",
    "rejected, we say unknown",
)
TALLIES: dict[str, Counter[str]] = defaultdict(Counter)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the oracle."""
    parser.addoption("--oracle-cases", type=int, default=30, help="how many cases to draw for each layer class")
    parser.addoption("--oracle-models", type=int, default=300, help="how many whole programs to draw")
    parser.addoption("--oracle-applications", default="", help='names of keras.applications, or "all"')
    parser.addoption("--oracle-seed", type=int, default=None, help="the seed that an earlier run printed")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed."""
    seed = config.getoption("--oracle-seed", default=None)
    config.stash[SEED] = random.randrange(2**32) if seed is None else seed


SEED = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def oracle_seed(request: pytest.FixtureRequest) -> int:
    """Give this run's seed."""
    return request.config.stash[SEED]


@pytest.fixture(scope="session")
def oracle_cases(request: pytest.FixtureRequest) -> int:
    """Give the number of cases for each class."""
    return int(request.config.getoption("--oracle-cases", default=30))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print how many cases were compared, by class and outcome."""
    if not TALLIES:
        return
    write = terminalreporter.write_line
    terminalreporter.section("oracle")
    write(f"{'':28}" + "".join(f"{outcome:>26}" for outcome in OUTCOMES))
    total: Counter[str] = Counter()
    for name, tally in sorted(TALLIES.items()):
        write(f"{name:28}" + "".join(f"{tally[outcome]:>26}" for outcome in OUTCOMES))
        total.update(tally)
    write(f"{'all':28}" + "".join(f"{total[outcome]:>26}" for outcome in OUTCOMES))
    write(f"{len(TALLIES)} classes, {sum(total.values()):,} cases; --oracle-seed {config.stash[SEED]}")
