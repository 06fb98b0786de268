"""How long the process that takes a PDF apart may work, and how it says that it ended itself."""

SECONDS = 15  # of work; a plan of 20 pages takes 2
LATEST = 60  # seconds that may pass, on the busiest machine
TOO_LONG = 75  # exit status
