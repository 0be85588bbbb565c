"""The Vpc service, version 2016-04-28: VPCs, vSwitches, route tables and their entries."""
