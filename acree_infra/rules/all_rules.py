"""Every rule, in the register. A new rule is one file and one line here."""

import acree_infra.rules.g01_basic_edition
import acree_infra.rules.g02_basic_edition_ipsec
import acree_infra.rules.g03_basic_edition_line
import acree_infra.rules.g04_smart_access_gateway
import acree_infra.rules.g05_edition_unknown
import acree_infra.rules.g06_oss_ranges_narrowed
import acree_infra.rules.g07_no_oss_ranges
import acree_infra.rules.g08_oss_check_outside
import acree_infra.rules.g09_service_overlap
import acree_infra.rules.g10_fixed_service_addresses
import acree_infra.rules.g11_wide_prefix
import acree_infra.rules.g12_service_routes_in_vpc
import acree_infra.rules.g13_service_space_to_site
import acree_infra.rules.g14_site_in_service_space
import acree_infra.rules.g15_device_address
import acree_infra.rules.g16_vpc_overlap
import acree_infra.rules.g17_destination_conflict
import acree_infra.rules.g18_shared_range
import acree_infra.rules.g19_widened_range
import acree_infra.rules.g20_historic_range
import acree_infra.rules.g21_auth_host_unknown
import acree_infra.rules.g22_auth_realm
import acree_infra.rules.g23_auth_addresses
import acree_infra.rules.g24_auth_drift
import acree_infra.rules.g25_way_back
import acree_infra.rules.g26_table_not_listed
import acree_infra.rules.g27_static_service_routes
import acree_infra.rules.g28_learned_or_static
import acree_infra.rules.g29_table_links
import acree_infra.rules.g30_zones
import acree_infra.rules.g31_one_after_another
import acree_infra.rules.g32_quotas
import acree_infra.rules.g33_static_to_express_router
import acree_infra.rules.g34_synchronised_and_express
import acree_infra.rules.g35_vpn_deny_policy
import acree_infra.rules.g36_too_many_selectors
import acree_infra.rules.g37_bandwidth
import acree_infra.rules.g38_https_everywhere
import acree_infra.rules.g40_names
import acree_infra.rules.g41_zone_conflict
import acree_infra.rules.g42_fixed_oss_records
import acree_infra.rules.g43_changed_hosts
import acree_infra.rules.g44_overlay_networks
import acree_infra.rules.g45_pod_cidrs
import acree_infra.rules.g46_synthetic_ranges
import acree_infra.rules.g47_build_range
import acree_infra.rules.g48_wide_device_route
import acree_infra.rules.g49_link_state
import acree_infra.rules.g50_cost
import acree_infra.rules.g51_many_regions
import acree_infra.rules.registry

RULES = acree_infra.rules.registry.RULES
"""The register, filled: each import above registers its rule."""
