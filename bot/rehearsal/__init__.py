"""A page that plays Slack around the real bot, on this computer alone: to try, test and picture it."""
