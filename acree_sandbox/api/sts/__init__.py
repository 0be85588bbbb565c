"""Sts 2015-04-01: who is calling."""

from __future__ import annotations

from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.records import Request
from acree_sandbox.core.registry import Reply, Service

STS = Service("Sts", "2015-04-01")


@STS.action("GetCallerIdentity")
def get_caller_identity(cloud: Cloud, _request: Request) -> Reply:
    """Answer with the account of the world; every key is one of the account itself, not of a RAM user."""
    account = cloud.account
    return {
        "AccountId": account,
        "Arn": f"acs:ram::{account}:root",
        "IdentityType": "Account",
        "PrincipalId": account,
        "UserId": account,
    }
