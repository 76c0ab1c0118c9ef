"""Whether a message speaks of one patient or of two, and which one it names."""
