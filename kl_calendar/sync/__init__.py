"""One way, ours to theirs: `plan` is pure, `act` carries it out one event at a time."""
