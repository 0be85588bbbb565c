"""The table of what is built: one entry per program, each from a pinned Go module beside this package.

Changing this file, a go.mod, a go.sum or our Go source gives the cache folder a new name (see `layout`).
"""

from dataclasses import dataclass

GO_VERSION = "1.26"
"""Oldest Go that builds all parts; the same number stands in the go.mod files."""

_SDK = "github.com/pulumi/pulumi/sdk/v3"


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A file that a Go module carries and that is installed as it is.

    Attributes:
        module: path of the Go module.
        source: the file inside the module.
        output: where it goes, relative to the cache folder.
    """

    module: str
    source: str
    output: str


@dataclass(frozen=True, slots=True)
class Part:
    """One program that acree runs.

    Attributes:
        name: how people call it; unique.
        version: the release that is built, and the oldest that is accepted when installed.
        module: folder of its go.mod, relative to `toolchain/`.
        package: the Go package to build.
        output: the program, relative to the cache folder.
        flags: further flags of `go build`.
        linker_flags: flags of the Go linker, beside those that strip symbols.
        files: what else belongs to it.
        memory_gib: memory that the build needs at its peak.
    """

    name: str
    version: str
    module: str
    package: str
    output: str
    flags: tuple[str, ...] = ()
    linker_flags: tuple[str, ...] = ()
    files: tuple[ModuleFile, ...] = ()
    memory_gib: float = 2.0

    @property
    def outputs(self) -> tuple[str, ...]:
        """Everything that must exist for the part to be usable; the program itself comes last."""
        return (*(file.output for file in self.files), self.output)


# The engine tells its version to the Python SDK, which refuses one that says nothing.
PULUMI = Part(
    name="pulumi",
    version="3.259.0",
    module="pulumi",
    package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    output="bin/pulumi",
    flags=("-tags", "osusergo,grpcnotrace"),
    linker_flags=("-X", f"{_SDK}/go/common/version.Version=v3.259.0"),
    # The language host starts this script, which must lie beside it.
    files=(ModuleFile(_SDK, "python/cmd/pulumi-language-python-exec", "bin/pulumi-language-python-exec"),),
    memory_gib=4.0,
)

# The last release of the SDK module that still carries the language host; it serves newer engines too.
LANGUAGE_HOST = Part(
    name="pulumi-language-python",
    version="3.78.1",
    module="language-python",
    package=f"{_SDK}/python/cmd/pulumi-language-python",
    output="bin/pulumi-language-python",
    linker_flags=("-X", f"{_SDK}/go/common/version.Version=v3.78.1"),
)

# Runs Pulumi YAML: the tests prove with it that the component is had from another language.
YAML_HOST = Part(
    name="pulumi-language-yaml",
    version="1.25.0",
    module="language-yaml",
    package="github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    output="bin/pulumi-language-yaml",
    linker_flags=("-X", "github.com/pulumi/pulumi-yaml/pkg/version.Version=v1.25.0"),
)

# The engine takes exactly the version that the locked pulumi-alicloud package asks for.
ALICLOUD = Part(
    name="resource-alicloud",
    version="4.0.0",
    module="alicloud",
    package="./cmd/pulumi-resource-alicloud",
    output="plugins/resource-alicloud-v4.0.0/pulumi-resource-alicloud",
    memory_gib=6.5,
)

REGISTRY = Part(
    name="registry",
    version="3.0.0",
    module="registry",
    package="github.com/distribution/distribution/v3/cmd/registry",
    output="bin/registry",
    linker_flags=("-X", "github.com/distribution/distribution/v3/version.version=v3.0.0"),
)

CRANE = Part(
    name="crane",
    version="0.22.1",
    module="registry",
    package="github.com/google/go-containerregistry/cmd/crane",
    output="bin/crane",
    linker_flags=("-X", "github.com/google/go-containerregistry/cmd/crane/cmd.Version=0.22.1"),
)

ACTIONLINT = Part(
    name="actionlint",
    version="1.7.12",
    module="linters",
    package="github.com/rhysd/actionlint/cmd/actionlint",
    output="bin/actionlint",
    linker_flags=("-X", "github.com/rhysd/actionlint.version=1.7.12"),
)

PARTS = (PULUMI, LANGUAGE_HOST, YAML_HOST, ALICLOUD, REGISTRY, CRANE, ACTIONLINT)
"""All parts, in the order in which they are built."""
