from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from acree_infra.cloud.errors import ApiError
from acree_infra.cloud.sdk.live import live_account
from acree_infra.cloud.sdk.service import Service
from acree_infra.cloud.sdk.settings import AccessKey, Settings
from acree_infra.errors import AccessError, DiscoveryError
from tests.infra.cloud.sdk.service_server import KEY_ID, SECRET, Refusal, ServiceServer

Factory = Callable[[str], Service]


def test_call_sends_its_parameters_signed_and_reads_the_answer(server: ServiceServer, service: Factory) -> None:
    server.will_answer("DescribeVpcs", {"TotalCount": 0, "Vpcs": {"Vpc": []}})

    answer = service("VPC").call("DescribeVpcs", "cn-shanghai", {"RegionId": "cn-shanghai", "VpcId": "vpc-1"})

    assert answer.number("TotalCount") == 0
    assert server.asked["DescribeVpcs"] == [{"RegionId": "cn-shanghai", "VpcId": "vpc-1"}]
    request = server.https.requests[0]
    assert KEY_ID in request.headers["authorization"]
    assert SECRET not in str(request)


def test_call_without_request_model(server: ServiceServer, service: Factory) -> None:
    server.will_answer("GetCallerIdentity", {"AccountId": "42"})

    assert service("STS").call("GetCallerIdentity", "cn-hangzhou", {}).needed("AccountId") == "42"


@pytest.mark.parametrize("first", [Refusal("Throttling.User"), Refusal("ServiceUnavailable", 503), Refusal("X", 500)])
def test_busy_service_is_asked_again(
    server: ServiceServer, service: Factory, pauses: list[float], first: Refusal
) -> None:
    server.will_answer("DescribeVpcs", first, first, {"TotalCount": 0})

    service("VPC").call("DescribeVpcs", "cn-shanghai", {"RegionId": "cn-shanghai"})

    assert len(server.asked["DescribeVpcs"]) == 3
    assert 0.4 <= pauses[0] <= 0.6 < pauses[1] <= 1.2


def test_pause_that_the_service_asks_for_is_kept(server: ServiceServer, service: Factory, pauses: list[float]) -> None:
    throttled = Refusal("Throttling", 429, headers=(("x-acs-retry-after", "2500"),))
    server.will_answer("DescribeVpcs", throttled, {"TotalCount": 0})

    service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert pauses == [2.5]


def test_service_that_stays_busy_is_given_up(server: ServiceServer, service: Factory, pauses: list[float]) -> None:
    server.will_answer("DescribeVpcs", Refusal("Throttling.User"))

    with pytest.raises(ApiError) as caught:
        service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert len(pauses) == 4
    assert sorted(pauses) == pauses
    assert max(pauses) <= 8
    assert "run again in a minute" in str(caught.value)


def test_refusal_names_action_region_code_request_and_remedy(server: ServiceServer, service: Factory) -> None:
    server.will_answer("DescribeVpcs", Refusal("InvalidVpcId.NotFound", 404, "No such VPC."))

    with pytest.raises(ApiError) as caught:
        service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert isinstance(caught.value, DiscoveryError)
    assert str(caught.value.problems[0]) == (
        "vpc:DescribeVpcs in cn-shanghai failed with InvalidVpcId.NotFound: No such VPC. (request id REQ-1); "
        "check the id and the region in the stack file, and that the key belongs to the right account"
    )
    assert (caught.value.action, caught.value.region) == ("vpc:DescribeVpcs", "cn-shanghai")
    assert (caught.value.api_code, caught.value.request_id) == ("InvalidVpcId.NotFound", "REQ-1")
    assert len(server.asked["DescribeVpcs"]) == 1


def test_missing_permission_names_the_permission(server: ServiceServer, service: Factory) -> None:
    server.will_answer("ListTransitRouters", Refusal("Forbidden.RAM", 403))

    with pytest.raises(ApiError, match=r"look-up failed") as caught:
        service("CBN").call("ListTransitRouters", "cn-shanghai", {})

    assert "allow cbn:ListTransitRouters to the user or role" in str(caught.value)
    assert not caught.value.absent


@pytest.mark.parametrize(
    "code", ["InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch", "InvalidSecurityToken.Expired"]
)
def test_wrong_key_is_an_access_error_without_any_part_of_the_key(
    server: ServiceServer, service: Factory, code: str
) -> None:
    server.will_answer("DescribeVpcs", Refusal(code, 404, f"string to sign: AccessKeyId={KEY_ID}&{SECRET}"))

    with pytest.raises(AccessError) as caught:
        service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert code in str(caught.value)
    assert "request id REQ-1" in str(caught.value)
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in str(caught.value)
    assert KEY_ID not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("body", [{"IsSuccess": False, "Code": "INSTANCE_NOT_EXIST"}, {"IsSuccess": False}])
def test_answer_that_says_it_did_not_succeed_is_an_error(
    server: ServiceServer, service: Factory, body: dict[str, Any]
) -> None:
    server.will_answer("GetInstance", body)

    with pytest.raises(ApiError) as caught:
        service("CR").call("GetInstance", "cn-hangzhou", {"InstanceId": "cri-1"})

    assert caught.value.api_code == body.get("Code", "NotSuccessful")
    assert caught.value.request_id == "REQ-0"


def test_answer_that_does_not_fit_the_model_is_an_error(server: ServiceServer, service: Factory) -> None:
    server.will_answer("DescribeVpcs", {"Vpcs": "none"})

    with pytest.raises(ApiError, match=r"look-up failed") as caught:
        service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert caught.value.api_code == "UnexpectedAnswer"


def test_answer_that_is_no_json_is_an_error(server: ServiceServer, service: Factory, pauses: list[float]) -> None:
    server.will_answer("DescribeVpcs", b"<html>a proxy's page</html>")

    with pytest.raises(ApiError) as caught:
        service("VPC").call("DescribeVpcs", "cn-shanghai", {})

    assert "VPC_ENDPOINT" in str(caught.value)


def test_service_that_cannot_be_reached(server: ServiceServer, pauses: list[float]) -> None:
    settings = Settings({"VPC_ENDPOINT": "127.0.0.1:9"}, AccessKey(KEY_ID, SECRET))
    service = Service("VPC", "alibabacloud_vpc20160428", settings, sleep=pauses.append)

    with pytest.raises(ApiError) as caught:
        service.call("DescribeVpcs", "cn-shanghai", {})

    assert caught.value.api_code == "Unreachable"
    assert "127.0.0.1" in str(caught.value)
    assert "HTTPS_PROXY, SSL_CERT_FILE, and VPC_ENDPOINT" in str(caught.value)
    assert len(pauses) == 4


def test_certificate_that_is_not_trusted(server: ServiceServer, pauses: list[float]) -> None:
    settings = Settings({"VPC_ENDPOINT": f"localhost:{server.https.port}"}, AccessKey(KEY_ID, SECRET))
    service = Service("VPC", "alibabacloud_vpc20160428", settings, sleep=pauses.append)

    with pytest.raises(ApiError, match="look-up failed") as caught:
        service.call("DescribeVpcs", "cn-shanghai", {})

    assert "certificate" in str(caught.value).lower()


def test_missing_keys_are_an_access_error(server: ServiceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    import alibabacloud_credentials.client as credentials

    def no_keys(self: object) -> None:
        from alibabacloud_credentials.exceptions import CredentialException

        raise CredentialException("unable to load credentials from any of the providers in the chain: []")

    monkeypatch.setattr(credentials.Client, "__init__", lambda self: None)
    monkeypatch.setattr(credentials.Client, "get_credential", no_keys)
    settings = Settings({"VPC_ENDPOINT": server.https.endpoint}, None, server.https.ca_file)

    with pytest.raises(AccessError, match="needs credentials of the account and found none"):
        Service("VPC", "alibabacloud_vpc20160428", settings).call("DescribeVpcs", "cn-shanghai", {})
    assert not server.https.requests


def test_list_by_number_is_read_to_its_end(server: ServiceServer, service: Factory) -> None:
    pages = [
        {"TotalCount": 5, "Vpcs": {"Vpc": [{"VpcId": f"vpc-{n}"} for n in page]}} for page in ([1, 2], [3, 4], [5])
    ]
    server.will_answer("DescribeVpcs", *pages)

    found = service("VPC").by_number("DescribeVpcs", "cn-shanghai", {"RegionId": "r"}, "Vpcs", "Vpc", size=2)

    assert [item.text("VpcId") for item in found] == ["vpc-1", "vpc-2", "vpc-3", "vpc-4", "vpc-5"]
    assert [asked["PageNumber"] for asked in server.asked["DescribeVpcs"]] == ["1", "2", "3"]
    assert {asked["PageSize"] for asked in server.asked["DescribeVpcs"]} == {"2"}


def test_list_by_number_ends_at_an_empty_page(server: ServiceServer, service: Factory) -> None:
    server.will_answer("DescribeVpcs", {"TotalCount": 9, "Vpcs": {"Vpc": [{"VpcId": "vpc-1"}]}}, {"TotalCount": 9})

    found = list(service("VPC").by_number("DescribeVpcs", "cn-shanghai", {}, "Vpcs", "Vpc"))

    assert len(found) == 1


def test_list_by_token_is_read_to_its_end(server: ServiceServer, service: Factory) -> None:
    action, key = "ListTransitRouterRouteTables", "TransitRouterRouteTables"
    server.will_answer(
        action,
        {"NextToken": "a", key: [{"TransitRouterRouteTableId": "vtb-1"}]},
        {"NextToken": "b", key: [{"TransitRouterRouteTableId": "vtb-2"}]},
        {key: [{"TransitRouterRouteTableId": "vtb-3"}]},
    )

    found = list(service("CBN").by_token(action, "cn-shanghai", {"TransitRouterId": "tr-1"}, key))

    assert len(found) == 3
    assert [asked.get("NextToken") for asked in server.asked[action]] == [None, "a", "b"]
    assert {asked["MaxResults"] for asked in server.asked[action]} == {"100"}


def test_list_by_token_that_would_never_end_is_an_error(server: ServiceServer, service: Factory) -> None:
    server.will_answer("ListTransitRouterRouteTables", {"NextToken": "a", "TransitRouterRouteTables": []})

    with pytest.raises(ApiError) as caught:
        list(service("CBN").by_token("ListTransitRouterRouteTables", "r", {}, "TransitRouterRouteTables"))

    assert "the same NextToken a again" in str(caught.value)


def test_one_client_a_region(server: ServiceServer, service: Factory) -> None:
    server.will_answer("DescribeVpcs", {"TotalCount": 0})
    vpc = service("VPC")

    for region in ("cn-shanghai", "cn-hangzhou", "cn-shanghai"):
        vpc.call("DescribeVpcs", region, {"RegionId": region})

    assert sorted(vpc._clients) == ["cn-hangzhou", "cn-shanghai"]


def test_regular_endpoints() -> None:
    def endpoint(service: Service, region: str) -> str:
        return str(service._client(region)._endpoint)

    key = AccessKey(KEY_ID, SECRET)
    settings = Settings({}, key)
    assert (
        endpoint(Service("VPC", "alibabacloud_vpc20160428", settings), "cn-shanghai") == "vpc.cn-shanghai.aliyuncs.com"
    )
    assert endpoint(Service("CR", "alibabacloud_cr20181201", settings), "cn-shanghai") == "cr.cn-shanghai.aliyuncs.com"
    central = Service("PVTZ", "alibabacloud_pvtz20180101", settings, central="pvtz.aliyuncs.com")
    assert endpoint(central, "") == "pvtz.aliyuncs.com"


def test_live_account_asks_through_the_endpoints_of_the_environment(server: ServiceServer) -> None:
    server.will_answer("GetCallerIdentity", {"AccountId": "1234567890123456"})
    server.will_answer("DescribeZones", {"TotalItems": 0, "Zones": {"Zone": []}})
    environ = {
        "ALICLOUD_ACCESS_KEY": KEY_ID,
        "ALICLOUD_SECRET_KEY": SECRET,
        "STS_ENDPOINT": server.https.endpoint,
        "PVTZ_ENDPOINT": server.https.endpoint,
        "SSL_CERT_FILE": server.https.ca_file,
    }

    clouds = live_account(environ)

    assert clouds.account.account_id() == "1234567890123456"
    assert clouds.private_zones.zones() == ()


def test_settings_never_show_their_keys() -> None:
    environ = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "the-id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "the-secret",
        "ALIBABA_CLOUD_SECURITY_TOKEN": "the-token",
    }

    settings = Settings.from_environment(environ)

    assert settings.key == AccessKey("the-id", "the-secret", "the-token")
    assert not any(word in repr(settings) for word in ("the-id", "the-secret", "the-token"))


def test_settings_from_an_empty_environment_leave_the_keys_to_the_sdk() -> None:
    settings = Settings.from_environment({"ALICLOUD_ACCESS_KEY": "half-a-pair"})

    assert settings.key is None
    assert settings.endpoint("VPC") is None


def test_endpoint_in_the_order_of_the_provider() -> None:
    settings = Settings({"VPC_ENDPOINT": "a:1", "ALIBABA_CLOUD_ENDPOINT_VPC": "b:2", "CR_ENDPOINT": "c:3"})

    assert settings.endpoint("VPC") == "b:2"
    assert settings.endpoint("CR") == "c:3"
