"""Junos groups and FortiOS entries, with what else devices show."""

from __future__ import annotations

from acree_infra.onprem.comparing.changes import Changes
from acree_infra.onprem.comparing.fortios import compare_fortios
from acree_infra.onprem.comparing.junos import compare_junos
from acree_infra.onprem.comparing.lines import compare_lines

GROUP = (
    'set groups acree-hq security ike policy a pre-shared-key ascii-text "ACREE-SECRET-hq-1"\n'
    "set groups acree-hq interfaces st0 unit 1 family inet mtu 1400\n"
    "set apply-groups acree-hq\n"
)


class TestJunos:
    """One group, whole."""

    def test_order_quotes_and_keys_do_not_count(self) -> None:
        running = (
            "set version 23.4\nset apply-groups acree-hq\n"
            "set groups acree-hq interfaces st0 unit 1 family inet mtu 1400\n"
            'set groups acree-hq security ike policy a pre-shared-key ascii-text "$9$abc"\n'
        )
        assert compare_junos(GROUP, running, "hq").nothing

    def test_a_difference_replaces_the_group(self) -> None:
        changes = compare_junos(GROUP, GROUP.replace("1400", "1500"), "hq")
        assert changes == Changes(("delete groups acree-hq",), tuple(GROUP.splitlines()))

    def test_a_group_that_is_not_applied_is_a_difference(self) -> None:
        assert not compare_junos(GROUP, GROUP.replace("set apply-groups acree-hq\n", ""), "hq").nothing

    def test_a_key_that_is_missing_is_a_difference(self) -> None:
        assert not compare_junos(GROUP, "\n".join(GROUP.splitlines()[1:]), "hq").nothing

    def test_nothing_is_deleted_that_is_not_there(self) -> None:
        assert compare_junos(GROUP, "set groups acree-hq2 system\n", "hq").remove == ()


WANTED = """
config system interface
    edit "acree-1"
        set ip 169.254.10.2 255.255.255.255
        set tcp-mss 1360
    next
end
config router prefix-list
    edit "acree-1-in"
        config rule
            edit 1
                set prefix 10.0.0.0 255.255.0.0
            next
        end
    next
end
"""


class TestFortios:
    """Entry by entry."""

    def test_what_a_device_shows_besides_stays(self) -> None:
        running = WANTED.replace(
            "set tcp-mss 1360", 'set tcp-mss 1360\n        set vdom "root"\n        set snmp-index 9'
        )
        assert compare_fortios(WANTED, running, "hq").nothing

    def test_a_setting_that_differs_is_set(self) -> None:
        changes = compare_fortios(WANTED, WANTED.replace("1360", "1400"), "hq")
        assert changes.remove == ()
        assert changes.add == (
            "config system interface",
            '    edit "acree-1"',
            "        set tcp-mss 1360",
            "    next",
            "end",
        )

    def test_an_entry_of_ours_that_is_too_much_goes(self) -> None:
        more = (
            'config router static\n    edit 9005\n        set comment "acree-hq"\n    next\n    edit 5\n    next\nend\n'
        )
        changes = compare_fortios(WANTED, WANTED + more, "hq")
        assert changes == Changes(("config router static", "    delete 9005", "end"), ())

    def test_a_rule_that_is_too_much_goes(self) -> None:
        running = WANTED.replace(
            "            next\n        end\n", "            next\n            edit 2\n            next\n        end\n"
        )
        changes = compare_fortios(WANTED, running, "hq")
        assert changes.add == ()
        assert "            delete 2" in changes.remove
        assert [line.strip() for line in changes.remove].count("end") == 2

    def test_a_key_is_set_only_where_there_is_none(self) -> None:
        wanted = 'config vpn ipsec phase1-interface\nedit "acree-1"\nset psksecret ACREE-SECRET-a\nnext\nend\n'
        assert compare_fortios(wanted, wanted.replace("ACREE-SECRET-a", "ENC abc"), "hq").nothing
        assert compare_fortios(wanted, "", "hq").add[2].strip() == "set psksecret ACREE-SECRET-a"

    def test_neighbours_go_with_the_last_of_bgp(self) -> None:
        running = (
            "config router bgp\n    set as 65010\n    config neighbor\n"
            '        edit "169.254.11.1"\n        set description "acree hq-tunnel-1"\n        next\n'
            '        edit "10.9.9.9"\n        next\n    end\n'
            "    config network\n        edit 9001\n        next\n        edit 3\n        next\n    end\nend\n"
            'config router route-map\n    edit "acree-1-in"\n    next\nend\n'
        )
        changes = compare_fortios(WANTED, WANTED + running, "hq")
        removed = [line.strip() for line in changes.remove]
        assert 'delete "10.9.9.9"' not in removed
        assert "delete 3" not in removed
        assert removed.index("delete 169.254.11.1") < removed.index("delete 9001")
        assert 'delete "acree-1-in"' in removed

    def test_addresses_go_when_no_group_holds_them_any_more(self) -> None:
        def groups(name: str) -> str:
            return (
                f'config firewall address\n    edit "{name}"\n    next\nend\n'
                f'config firewall addrgrp\n    edit "acree-hq-site"\n        set member "{name}"\n    next\nend\n'
            )

        changes = compare_fortios(groups("acree-10.1.0.0-16"), groups("acree-10.2.0.0-16"), "hq")
        assert changes.remove == ()
        assert changes.late == ("config firewall address", '    delete "acree-10.2.0.0-16"', "end")
        assert changes.lines == changes.add + changes.late
        assert '        set member "acree-10.1.0.0-16"' in changes.add

    def test_networks_of_ours_go_by_their_numbers(self) -> None:
        wanted = "config router bgp\n    config network\n        edit 9001\n        next\n    end\nend\n"
        running = (
            "config router bgp\n    config network\n        edit 9001\n        next\n        edit 9002\n        next\n"
            "        edit 1\n        next\n    end\nend\n"
        )
        removed = [line.strip() for line in compare_fortios(wanted, running, "hq").remove]
        assert removed == ["config router bgp", "config network", "delete 9002", "end", "end"]


class TestLines:
    """Files of names, line by line."""

    def test_comments_and_order_of_lines_do_not_count(self) -> None:
        assert compare_lines("10.0.0.1 a\n10.0.0.2 b\n", "# mine\n10.0.0.2   b # why\n10.0.0.1\ta\n", "hq").nothing

    def test_further_names_on_a_line_do_not_count(self) -> None:
        assert compare_lines("10.0.0.1 a.test\n", "10.0.0.1 other A.test more\n127.0.0.1 localhost\n", "hq").nothing

    def test_another_answer_goes_wherever_it_stands(self) -> None:
        changes = compare_lines("10.0.0.1 a\n", "127.0.0.1 localhost\n10.0.0.1 a\n10.9.9.9 b a\n", "hq")
        assert changes == Changes(("10.9.9.9 b a",), ())

    def test_a_right_answer_on_a_line_that_goes_comes_again(self) -> None:
        changes = compare_lines("10.0.0.1 a\n10.0.0.2 b\n", "10.0.0.1 a b\n", "hq")
        assert changes == Changes(("10.0.0.1 a b",), ("10.0.0.1 a", "10.0.0.2 b"))

    def test_options_of_other_domains_stay(self) -> None:
        wanted = "local=/a.test/\naddress=/a.test/10.0.0.1\nserver=/b.test/100.100.2.136\n"
        running = wanted.replace("10.0.0.1", "10.0.0.9") + "server=/c.test/10.1.1.1\ndomain-needed\n"
        assert compare_lines(wanted, running, "hq") == Changes(
            ("address=/a.test/10.0.0.9",), ("address=/a.test/10.0.0.1",)
        )
        assert compare_lines(wanted, wanted + "server=/b.test/c.test/100.100.2.136\n", "hq").nothing
