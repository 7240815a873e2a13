"""Where a host is."""

from ipaddress import ip_address


def is_this_machine(host: str | None) -> bool:
    """Tell whether a host is this machine, so that nobody listens in between."""
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
