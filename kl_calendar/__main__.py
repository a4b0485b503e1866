"""`python -m kl_calendar` is the command `kl-calendar`."""

from kl_calendar.cli import main

main()
