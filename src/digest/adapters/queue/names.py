"""What jobs are called. Workers of two versions run side by side, so no name ever changes.

A worker takes every job of its queues, and fails those whose task it does not know: a new kind of
job gets a queue of its own, and a task takes arguments that it does not know yet.
"""

BATCH, END, SWEEP, EDITION = "send_batch", "close_edition", "sweep", "make_edition"
SENDING, CARE, DESK = "sending", "care", "desk"
QUEUES = {BATCH: SENDING, END: CARE, SWEEP: CARE, EDITION: DESK}
