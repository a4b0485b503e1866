"""kl-calendar: from a meeting letter to everybody's calendar."""

__version__ = "0.1.0"
