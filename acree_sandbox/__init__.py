"""A local Alibaba Cloud for tests and demos; it shares no code with the planner it judges."""
