"""Jobs: long work that goes on when its page is closed. Its row is the queue and the truth."""
