"""Data centers around the cloud. No service has actions for them: a world brings them in."""
