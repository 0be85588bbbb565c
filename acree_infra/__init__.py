"""Private access to a container registry across regions and from data centers: plan, judge, provision."""
