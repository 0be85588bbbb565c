"""The environment variables that acree and its sandbox read, as the reference says it."""

from __future__ import annotations

ENVIRONMENT = {
    "acree": (
        ("ACREE_STACK", "the stack, where `--stack` names none"),
        (
            "ACREE_RESOLVERS",
            "DNS servers to look up with, `address[:port]` by commas; else `options.resolvers`, else the machine's",
        ),
        (
            "ACREE_CONNECT_TO",
            "where a host is reached, `name:port=address:port` by commas, such as the end of a tunnel",
        ),
        ("ACREE_REGISTRY_USERNAME", "user of the registry for `doctor`; else what docker's configuration has"),
        ("ACREE_REGISTRY_PASSWORD", "and the password; never shown, never written"),
        ("ACREE_DEBUG", "`1` shows where an unexpected fault happened"),
        ("NO_COLOR", "set: no colours"),
        ("TERM", "`dumb`: no colours"),
        ("TZ", "zone of the times in text; other formats have UTC"),
        ("DOCKER_CONFIG", "folder of docker's configuration (default: `~/.docker`)"),
    ),
    "the account, as the provider reads them too": (
        (
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "access key; else `ALICLOUD_ACCESS_KEY`, else the SDK's chain: profile, role, metadata",
        ),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "its secret; else `ALICLOUD_SECRET_KEY`"),
        ("ALIBABA_CLOUD_SECURITY_TOKEN", "token of a temporary key; else `ALICLOUD_SECURITY_TOKEN`"),
        (
            "ALIBABA_CLOUD_ENDPOINT_<CODE>",
            "`host:port` of a service (`CBN`, `VPC`, `CR`, …); else `<CODE>_ENDPOINT`, else the public one",
        ),
        ("SSL_CERT_FILE", "certificates to trust beside the built-in ones"),
    ),
    "the engine": (
        ("ACREE_PLAN_SHA256", "digest of the reviewed plan: the program refuses every other one; `acree up` sets it"),
        ("PULUMI_BACKEND_URL", "where the states are kept"),
        ("PULUMI_ACCESS_TOKEN", "login of Pulumi's own backend"),
        ("PULUMI_CONFIG_PASSPHRASE", "opens the secrets of a stack; `acree diff` does without"),
    ),
    "acree-sandbox": (("ACREE_SANDBOX_STATE", "folder of its state (default: `.acree-sandbox`)"),),
}
"""Name and meaning, by whom they are read."""


def environment_page() -> list[str]:
    """The page's lines behind its title."""
    lines = ["None is needed for `plan`, `lint`, `trace` and `diff` against a revision."]
    for reader, variables in ENVIRONMENT.items():
        lines += ["", f"## {reader[0].upper()}{reader[1:]}" if " " in reader else f"## {reader}", ""]
        lines += ["| variable | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {meaning} |" for name, meaning in variables]
    return lines
