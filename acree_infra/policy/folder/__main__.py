"""The pack, for an engine that runs the folder beside `PulumiPolicy.yaml`."""

from acree_infra.policy.pack import main

main()
