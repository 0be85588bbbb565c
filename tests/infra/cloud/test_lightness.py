"""The SDK packages take more than half a second to import, so nothing imports them before the first call."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("alibabacloud_vpc20160428", "alibabacloud_tea_openapi", "Tea", "requests", "aiohttp", "pydantic")


def test_the_live_account_imports_no_sdk_until_it_is_asked() -> None:
    program = (
        "import sys; from acree_infra.cloud.sdk.live import live_account; live_account({}); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
