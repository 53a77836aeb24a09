"""Whatever anybody does to requests in whatever order, on whatever date: what must hold does."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cases.machine import Walk
from tests.cast import Cast

# `make torture` walks much longer than there is time for among the other tests.
STEPS = int(os.environ.get("TORTURE_STEPS", "120"))
LENGTH = min(STEPS // 2, 100)


def test_no_order_of_steps_corrections_and_dates_breaks_what_must_hold(cast: Cast) -> None:
    walk = type("CastWalk", (Walk,), {"cast": cast})
    several = settings(
        max_examples=max(1, STEPS // LENGTH),
        stateful_step_count=LENGTH,
        database=None,
        deadline=None,
        derandomize=STEPS <= 120,
        phases=[Phase.generate] if STEPS <= 120 else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(walk, settings=several)
