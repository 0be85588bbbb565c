"""The live account, read only: what may be asked, and the official SDKs that ask it."""
