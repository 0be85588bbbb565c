"""Every check, in the list. A new file of checks is one line here."""

import acree_infra.topology.checks
import acree_infra.topology.end_checks
import acree_infra.topology.name_checks
import acree_infra.topology.service_entry_checks
import acree_infra.topology.site_checks

CHECKS = acree_infra.topology.checks.CHECKS
"""The list, filled: each import above adds its checks."""
faults_together = acree_infra.topology.checks.faults_together
"""What all of them find."""
