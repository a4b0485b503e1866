"""Limits on untrusted input, each with its reason; met, they give a sentence, never a slow death."""

MAX_BYTES = 32 * 1024 * 1024
"""Largest source file. The largest real programme we met is a 9 MB Word file with photographs."""

MAX_UNZIPPED_BYTES = 128 * 1024 * 1024
"""Largest sum of unpacked parts we read of a zipped document: a letter unpacks to some 2 MB, a bomb to gigabytes."""

MAX_PAGES = 400
"""Longer than this is a proceedings volume; refuse it rather than spend minutes on it."""

MAX_LINES = 50_000
"""More lines than this in one document is a data dump, not a programme."""

MAX_LINE_LENGTH = 20_000
"""Characters we look at in one line; the rest of a longer line is kept as text but not searched for times."""

MAX_NESTING = 100
"""Deepest nesting of elements or mail parts; real pages stay below 60."""

MAX_PARTS = 5_000
"""Files in a zipped document: a report with a thousand pictures has half of that, a bomb of empty parts more."""

MAX_XML_BYTES = 16 * 1024 * 1024
"""Largest single XML part: a report of 300 pages has 10 MB; as a tree in memory it takes some twenty times its size."""
