"""Configurations written by hand, in the order and with the extras that devices show them."""

CISCO = """
hostname edge
crypto ikev2 proposal p
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy all
 proposal p
crypto ikev2 keyring k
 peer other
  address 192.0.2.9
  pre-shared-key wrong
 peer cloud
  address 198.51.100.1
  pre-shared-key hunter2
crypto ikev2 profile p
 match identity remote address 198.51.100.1 255.255.255.255
 identity local address 203.0.113.10
 keyring local k
 lifetime 86400
crypto ipsec transform-set t esp-aes esp-sha-hmac
 mode tunnel
crypto ipsec profile x
 set security-association lifetime seconds 3600
 set transform-set t
 set pfs group2
 set ikev2-profile p
interface Tunnel7
 ip address 169.254.10.2 255.255.255.252
 ip tcp adjust-mss 1360
 tunnel source 203.0.113.10
 tunnel destination 198.51.100.1
 tunnel protection ipsec profile x
interface GigabitEthernet0/0/1.100
 encapsulation dot1Q 100
 description acree line
 ip address 10.255.0.2 255.255.255.252
router bgp 65010
 neighbor 10.255.0.1 remote-as 45104
 neighbor 10.255.0.1 password session
 address-family ipv4
  neighbor 10.255.0.1 activate
  neighbor 10.255.0.1 route-map told in
  neighbor 10.255.0.1 route-map telling out
ip route 100.103.9.188 255.255.255.255 Tunnel7 169.254.10.1 6 name x
ip route 100.103.9.188 255.255.255.255 10.255.0.1 5
ip route 100.103.9.188 255.255.255.255 Null0 250
ip access-list extended some-openings
 permit tcp 192.168.0.0 0.0.255.255 host 100.103.9.188 eq 443
ip prefix-list vpc seq 5 permit 10.0.0.0/16 le 32
ip prefix-list own seq 5 permit 192.168.0.0/16
route-map told permit 10
 match ip address prefix-list vpc
 set local-preference 280
route-map telling permit 10
 match ip address prefix-list own
 set as-path prepend 65010
"""
HUAWEI = """
#
acl name some-openings advance
 rule 5 permit tcp source 192.168.0.0 0.0.255.255 destination 100.103.9.188 0 destination-port eq 443
#
ipsec proposal t
 esp authentication-algorithm sha1
 esp encryption-algorithm aes-128
#
ike proposal 7
 encryption-algorithm aes-256
 dh group14
 authentication-algorithm sha2-256
 sa duration 86400
#
ike peer p
 pre-shared-key cipher hunter2
 ike-proposal 7
 remote-address 198.51.100.1
#
ipsec profile x
 ike-peer p
 proposal t
 pfs dh-group2
 sa duration time-based 3600
#
interface GigabitEthernet0/0/1.100
 description acree line
 dot1q termination vid 100
 ip address 10.255.0.2 255.255.255.252
#
interface Tunnel0/0/7
 ip address 169.254.10.2 255.255.255.252
 tcp adjust-mss 1360
 source 203.0.113.10
 destination 198.51.100.1
 ipsec profile x
#
bgp 65010
 peer 10.255.0.1 as-number 45104
 peer 10.255.0.1 password cipher session
 #
 ipv4-family unicast
  preference route-policy better
  peer 10.255.0.1 enable
  peer 10.255.0.1 route-policy told import
  peer 10.255.0.1 route-policy telling export
#
route-policy better permit node 5
 apply preference 20
#
route-policy told permit node 10
 if-match ip-prefix vpc
 apply local-preference 280
#
route-policy telling permit node 10
 if-match ip-prefix own
 apply as-path 65010 additive
#
ip ip-prefix vpc index 10 permit 10.0.0.0 16 less-equal 32
ip ip-prefix own index 10 permit 192.168.0.0 16
#
ip route-static 100.103.9.188 255.255.255.255 Tunnel0/0/7 169.254.10.1 preference 6 description x
ip route-static 100.103.9.188 255.255.255.255 10.255.0.1 preference 5
ip route-static 100.103.9.188 255.255.255.255 NULL0 preference 250
#
return
"""
H3C = """
#
interface GigabitEthernet0/1.100
 description acree line
 ip address 10.255.0.2 255.255.255.252
 vlan-type dot1q vid 100
#
interface Tunnel7 mode ipsec
 ip address 169.254.10.2 255.255.255.252
 tcp mss 1360
 source 203.0.113.10
 destination 198.51.100.1
 tunnel protection ipsec profile x
#
bgp 65010
 peer 10.255.0.1 as-number 45104
 peer 10.255.0.1 password simple session
 #
 address-family ipv4 unicast
  preference route-policy better
  peer 10.255.0.1 enable
  peer 10.255.0.1 route-policy told import
  peer 10.255.0.1 route-policy telling export
#
route-policy better permit node 5
 apply preference 20
#
route-policy told permit node 10
 if-match ip address prefix-list vpc
 apply local-preference 280
#
route-policy telling permit node 10
 if-match ip address prefix-list own
 apply as-path 65010
#
ip prefix-list vpc index 10 permit 10.0.0.0 16 less-equal 32
ip prefix-list own index 10 permit 192.168.0.0 16
#
ip route-static 100.103.9.188 32 Tunnel7 169.254.10.1 preference 6
ip route-static 100.103.9.188 32 10.255.0.1 preference 5
ip route-static 100.103.9.188 32 NULL0 preference 250
#
acl advanced name some-openings
 rule 0 permit tcp source 192.168.0.0 0.0.255.255 destination 100.103.9.188 0 destination-port eq 443
#
ipsec transform-set t
 esp encryption-algorithm aes-cbc-128
 esp authentication-algorithm sha1
 pfs dh-group2
#
ipsec profile x isakmp
 transform-set t
 ikev2-profile p
 sa duration time-based 3600
#
ikev2 keychain k
 peer other
  address 192.0.2.9 255.255.255.255
  pre-shared-key plaintext wrong
 peer cloud
  address 198.51.100.1 255.255.255.255
  pre-shared-key plaintext hunter2
#
ikev2 profile p
 keychain k
 identity local address 203.0.113.10
 match remote identity address 198.51.100.1 255.255.255.255
 sa duration 86400
#
ikev2 proposal p
 encryption aes-cbc-256
 integrity sha256
 dh group14
"""
JUNIPER = """
set system host-name edge
set security ike proposal a dh-group group14
set security ike proposal a authentication-algorithm sha-256
set security ike proposal a encryption-algorithm aes-256-cbc
set security ike proposal a lifetime-seconds 86400
set security ike policy b proposals a
set security ike policy b pre-shared-key ascii-text "hunter2"
set security ike gateway c ike-policy b
set security ike gateway c address 198.51.100.1
set security ike gateway c local-identity inet 203.0.113.10
set security ike gateway c remote-identity inet 198.51.100.1
set security ike gateway c local-address 203.0.113.10
set groups some security ipsec proposal d authentication-algorithm hmac-sha1-96
set groups some security ipsec proposal d encryption-algorithm aes-128-cbc
set groups some security ipsec proposal d lifetime-seconds 3600
set security ipsec policy e perfect-forward-secrecy keys group2
set security ipsec policy e proposals d
set security ipsec vpn f bind-interface st0.7
set security ipsec vpn f ike gateway c
set security ipsec vpn f ike ipsec-policy e
set security flow tcp-mss ipsec-vpn mss 1360
set security address-book global address site 192.168.0.0/16
set security address-book global address auth 100.103.9.188/32
set security address-book global address-set from address site
set security address-book global address-set to address auth
set security policies from-zone trust to-zone cloud policy open match source-address from
set security policies from-zone trust to-zone cloud policy open match destination-address to
set security policies from-zone trust to-zone cloud policy open match application junos-https
set security policies from-zone trust to-zone cloud policy open then permit
set security policies from-zone trust to-zone untrust policy shut match source-address from
set security policies from-zone trust to-zone untrust policy shut match destination-address to
set security policies from-zone trust to-zone untrust policy shut match application junos-https
set security policies from-zone trust to-zone untrust policy shut then deny
set interfaces st0 unit 7 family inet address 169.254.10.2/30
set interfaces ge-0/0/1 unit 100 description "acree line"
set interfaces ge-0/0/1 unit 100 vlan-id 100
set interfaces ge-0/0/1 unit 100 family inet address 10.255.0.2/30
set interfaces dsc unit 0 family inet address 192.0.2.102/32 destination 192.0.2.101
set routing-options static route 100.103.9.188/32 qualified-next-hop st0.7 preference 6
set routing-options static route 100.103.9.188/32 qualified-next-hop 10.255.0.1 preference 5
set routing-options static route 100.103.9.188/32 qualified-next-hop 192.0.2.101 preference 250
set policy-options prefix-list vpc 10.0.0.0/16
set policy-options prefix-list own 192.168.0.0/16
set policy-options policy-statement told term services from prefix-list-filter vpc orlonger
set policy-options policy-statement told term services then local-preference 280
set policy-options policy-statement telling term site from prefix-list own
set policy-options policy-statement telling term site then as-path-prepend "65010"
set protocols bgp group cloud local-as 65010
set protocols bgp group cloud import told
set protocols bgp group cloud export telling
set protocols bgp group cloud neighbor 10.255.0.1 peer-as 45104
set protocols bgp group cloud neighbor 10.255.0.1 authentication-key "session"
"""
FORTINET = """
config system interface
    edit "wan1"
        set ip 203.0.113.10 255.255.255.0
    next
    edit "cloud"
        set ip 169.254.10.2 255.255.255.255
        set remote-ip 169.254.10.1 255.255.255.252
        set tcp-mss 1360
    next
    edit "line"
        set ip 10.255.0.2 255.255.255.252
        set description "acree line"
        set interface "port3"
        set vlanid 100
    next
end
config firewall address
    edit "site"
        set subnet 192.168.0.0 255.255.0.0
    next
    edit "auth"
        set subnet 100.103.9.188 255.255.255.255
    next
end
config firewall addrgrp
    edit "from"
        set member "site"
    next
    edit "to"
        set member "auth"
    next
end
config vpn ipsec phase1-interface
    edit "cloud"
        set interface "wan1"
        set local-gw 203.0.113.10
        set keylife 86400
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw 198.51.100.1
        set psksecret "hunter2"
    next
end
config vpn ipsec phase2-interface
    edit "cloud-any"
        set phase1name "cloud"
        set proposal aes128-sha1
        set dhgrp 2
        set keylifeseconds 3600
        set src-subnet 0.0.0.0 0.0.0.0
        set dst-subnet 0.0.0.0 0.0.0.0
    next
end
config firewall policy
    edit 4
        set srcaddr "from"
        set dstaddr "to"
        set action accept
        set service "HTTPS"
    next
    edit 5
        set srcaddr "from"
        set dstaddr "to"
        set action deny
        set service "DNS"
    next
end
config router prefix-list
    edit "vpc"
        config rule
            edit 1
                set prefix 10.0.0.0 255.255.0.0
                unset ge
                set le 32
            next
        end
    next
    edit "own"
        config rule
            edit 1
                set prefix 192.168.0.0 255.255.0.0
            next
        end
    next
end
config router route-map
    edit "told"
        config rule
            edit 1
                set match-ip-address "vpc"
                set set-local-preference 280
            next
        end
    next
    edit "telling"
        config rule
            edit 1
                set match-ip-address "own"
                set set-aspath "65010"
            next
        end
    next
end
config router static
    edit 1
        set dst 100.103.9.188 255.255.255.255
        set distance 6
        set device "cloud"
    next
    edit 2
        set dst 100.103.9.188 255.255.255.255
        set gateway 10.255.0.1
        set distance 5
        set device "line"
    next
    edit 3
        set dst 100.103.9.188 255.255.255.255
        set distance 250
        set blackhole enable
    next
end
config router bgp
    set as 65010
    config neighbor
        edit "10.255.0.1"
            set remote-as 45104
            set route-map-in "told"
            set route-map-out "telling"
            set password "session"
        next
    end
end
"""
