"""The Pulumi program of acree; the engine runs this file for the stack in hand."""

from acree_infra.program.run import start

start()
