"""The Ecs service, version 2014-05-26."""
