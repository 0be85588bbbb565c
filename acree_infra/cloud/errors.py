"""What goes wrong when the account is asked, in words that say what to try."""

from __future__ import annotations

from acree_infra.errors import DiscoveryError, Problem


class ApiError(DiscoveryError):
    """The service refused or did not answer.

    Args:
        action: action with its service, for example `cbn:ListTransitRouters`; also the name of the RAM permission.
        region: region that was asked; empty for a service without regions.
        code: error code of the service, or a word of ours such as `Unreachable`.
        message: what the service said.
        request_id: request id, which the service's support asks for; empty when there was no answer.
        remedy: what to try.
        absent: whether the service says that what was asked for does not exist.
    """

    code = "api"

    def __init__(
        self,
        action: str,
        region: str,
        code: str,
        message: str,
        *,
        request_id: str = "",
        remedy: str = "",
        absent: bool = False,
    ) -> None:
        place = f" in {region}" if region else ""
        request = f" (request id {request_id})" if request_id else ""
        super().__init__((Problem(None, f"{action}{place} failed with {code}: {message}{request}", remedy),))
        self.action = action
        self.region = region
        self.api_code = code
        self.request_id = request_id
        self.absent = absent
