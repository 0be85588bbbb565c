from acree_sandbox.core.times import epoch_milliseconds, iso_minute, iso_time


def test_moments() -> None:
    assert iso_time(0) == "1970-01-01T00:00:00Z"
    assert iso_time(1_767_225_599.9) == "2025-12-31T23:59:59Z"
    assert iso_minute(1_767_225_660) == "2026-01-01T00:01Z"
    assert epoch_milliseconds(1.2345) == 1234
