"""Every named outcome of the doctor: its cause in one line, and what to do. The reference is made from this.

The fields in braces are filled by whoever reports the outcome; a missing one is a bug that the tests find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from acree_infra.doctor.result import Outcome


@dataclass(frozen=True, slots=True)
class Named:
    """One outcome.

    Attributes:
        code: its id, kebab-case; the same in text, JSON, JUnit and the documentation.
        outcome: how much it weighs.
        cause: one line with fields.
        remedy: what to do, with fields.
    """

    code: str
    outcome: Outcome
    cause: str
    remedy: str


FAIL, WARN = Outcome.FAIL, Outcome.WARN

_NAMED = (
    # names
    Named(
        "no-dns-answer",
        FAIL,
        "{host} has no IPv4 address: {detail}",
        "give clients the record of the plan (dns.mode), or ask other servers: options.resolvers, ACREE_RESOLVERS",
    ),
    Named(
        "not-linked-address",
        WARN,
        "{host} answers {address}, but the linked VPCs have {expected} (G40)",
        "make the client's record point at the linked address: bind the private zone of the plan to its VPC",
    ),
    Named(
        "public-address",
        FAIL,
        "{host} answers the public address {address}, so private access is not used (G40)",
        "give this client the private record: dns.mode in the stack file, and DNS servers that see the VPC",
    ),
    Named(
        "address-outside-ranges",
        FAIL,
        "{host} answers {address}, outside the known ranges {expected} (G8)",
        "a domain routing rule may be active or the table of ranges old: declare legs.oss.ranges, resolve again",
    ),
    Named(
        "address-drift",
        WARN,
        "{host} no longer answers {expected}, which the lock file has",
        "run `acree resolve`: vanished addresses keep their routes for the grace time (G24)",
    ),
    # routes
    Named(
        "no-route-in-plan",
        FAIL,
        "the plan has no way to {address}: {detail}",
        "run `acree resolve`, look at `acree diff`, then `pulumi up`",
    ),
    Named(
        "not-in-site",
        FAIL,
        "this host is {source} toward {address}, which is none of the CIDRs of site {site}: {cidrs}",
        "run it on a host of that site, or name the site's range in the stack file: its answers have no way back else",
    ),
    Named(
        "route-missing",
        FAIL,
        "{table} has no route to {destination} in the cloud, although it is planned",
        "run `pulumi up`; if it says that nothing changes, `pulumi refresh` first",
    ),
    Named(
        "route-not-active",
        FAIL,
        "the route to {destination} in {table} is {state}, not in use",
        "find the route that wins over it (the same or a longer prefix, or one that was learned) and remove one",
    ),
    Named(
        "route-pending",
        WARN,
        "the route to {destination} in {table} is still {state}",
        "wait, then look again: `acree doctor --live --wait 120s`",
    ),
    Named(
        "live-unreadable",
        FAIL,
        "{table} cannot be read: {detail}",
        "let the access key read route entries, or leave --live out",
    ),
    # connections
    Named(
        "timeout",
        FAIL,
        "no answer from {address} in {phase} in time: packets get lost there or on the way back; {way}",
        "`acree doctor --live` reads the tables, `acree trace` shows the way; look at security groups too (G38)",
    ),
    Named(
        "refused",
        FAIL,
        "{address} was reached and refuses connections: {detail}",
        "the way is right and the service is closed: check the access control of the instance (S5)",
    ),
    Named(
        "reset",
        FAIL,
        "{address} was reached and broke off in {phase}: {detail}",
        "the way is right: look for a firewall or a proxy that breaks connections, and at the instance's status",
    ),
    Named(
        "unreachable",
        FAIL,
        "{address} cannot be reached from this host: {detail}",
        "this host itself has no way there: check its own route table and interface",
    ),
    Named(
        "tls-name-mismatch",
        FAIL,
        "the certificate at {address} is not for {host}: {detail}",
        "another service answers there: check the DNS record, and for a custom domain its certificate",
    ),
    Named(
        "certificate-untrusted",
        FAIL,
        "the certificate of {host} at {address} is not trusted: {detail}",
        "look for a proxy that opens TLS; a certificate authority of your own goes into SSL_CERT_FILE",
    ),
    Named(
        "tls-failed",
        FAIL,
        "TLS with {host} at {address} failed: {detail}",
        "check that port 443 speaks TLS there, and the versions that both sides allow",
    ),
    Named(
        "slow",
        WARN,
        "{phase} took {milliseconds:.0f} ms, more than {limit:.0f} ms",
        "check the bandwidth between the regions (G37) and the load of the line",
    ),
    # challenge and token
    Named(
        "unexpected-realm",
        FAIL,
        "the registry sends clients to {realm} for tokens, which is not trusted (G22); nothing was sent there",
        "find out who answers as the registry; if it is right, set legs.auth.host in the stack file, resolve again",
    ),
    Named(
        "host-changed",
        WARN,
        "the realm is {found}, the lock file has {expected}: no route leads to the new host",
        "run `acree resolve`, then `pulumi up`",
    ),
    Named(
        "challenge-loop",
        FAIL,
        "{host} asks for a token again although one was sent: {detail}",
        "compare service and scope of the token with the challenge, and the clocks of both sides",
    ),
    Named(
        "bad-credentials",
        FAIL,
        "{host} refuses {login}: {detail}",
        "log in again (`docker login`), or set ACREE_REGISTRY_USERNAME and ACREE_REGISTRY_PASSWORD, or "
        "--temporary-password",
    ),
    Named(
        "credentials-withheld",
        Outcome.SKIP,
        "{subject} needs a user, and credentials are not handed to a remote host unless you say so",
        "add --send-credentials if Cloud Assistant may see them, or name a public image",
    ),
    Named(
        "access-denied",
        FAIL,
        "{host} denies access to {subject}: {detail}",
        "allow this user to pull from the repository, and this address in the instance's access control",
    ),
    Named(
        "rate-limited",
        FAIL,
        "{host} limits the rate of requests: {detail}",
        "wait and run again; spread pulls, or ask for a higher limit",
    ),
    # image and layers
    Named(
        "image-not-found",
        FAIL,
        "{subject} does not exist at {host}, or this user may not see it: {detail}",
        "check name and tag: --image REPOSITORY[:TAG|@DIGEST]",
    ),
    Named(
        "platform-missing",
        FAIL,
        "{subject} has no image for {platform}",
        "name one that it has: --platform OS/MACHINE",
    ),
    Named(
        "redirect-unknown-host",
        FAIL,
        "layers are redirected to {target}, which the lock file does not know (G43); it was not followed",
        "a domain routing rule or a custom bucket changes the host: declare legs.oss.hosts, resolve again",
    ),
    Named(
        "redirect-public-host",
        FAIL,
        "layers are redirected to the public host {target}, so they would come over the internet; not followed",
        "pull by the registry's VPC name, not by the public one",
    ),
    Named(
        "redirect-plain-http",
        FAIL,
        "layers are redirected to plain http at {target}; it was not followed",
        "check the domain routing rule and the storage settings of the instance",
    ),
    Named(
        "storage-forbidden",
        FAIL,
        "the storage {host} refuses the signed request with 403: {detail}",
        "check bucket policy, VPC whitelist and endpoint policy of the bucket, and the clock of the registry",
    ),
    Named(
        "digest-mismatch",
        FAIL,
        "{subject} should be {expected}, what came is {found}",
        "something on the way changes content: look for a proxy or a cache, then push the image again",
    ),
    Named(
        "unexpected-answer",
        FAIL,
        "{host} at {address} answered {subject} with {detail}",
        "check that this address belongs to the service; look the answer up in its documentation",
    ),
)

CATALOGUE: Mapping[str, Named] = MappingProxyType({named.code: named for named in _NAMED})
"""Every named outcome by its id."""
