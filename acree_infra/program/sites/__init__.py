"""Components for data centers and VPC peerings, one file per kind of thing."""
