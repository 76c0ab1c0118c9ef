"""Numbers to the measures they belong to, and of several values the one of now."""
