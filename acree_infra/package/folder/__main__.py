"""The component's host, for an engine that runs the folder beside `PulumiPlugin.yaml`."""

from acree_infra.package.host import main

main()
