"""The pull, followed leg by leg, with a name for everything that can break."""
