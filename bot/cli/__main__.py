"""`python -m bot.cli` is `nadir`."""

from bot.cli.main import main

main()
