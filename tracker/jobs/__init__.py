"""Jobs: long work that goes on when its page is closed. The row here is the truth; Huey only carries it to a worker."""
