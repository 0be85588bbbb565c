"""What a stack file says about data centers: a file for each kind of way into the cloud, and one that lists them."""
