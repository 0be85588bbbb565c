"""The cloud's ends of IPsec tunnels: a strongSwan of its own for each, configured from the control plane's state."""
