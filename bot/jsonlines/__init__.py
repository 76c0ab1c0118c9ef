"""The JSON lines interface: what evaluation, audits and differential tests use. Keep it stable."""
