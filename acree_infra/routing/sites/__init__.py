"""Data centers in the plan: a file for each kind of way into the cloud, and what they share."""
