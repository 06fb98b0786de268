"""The example commune, its chat page, and the clock that can be wound."""
