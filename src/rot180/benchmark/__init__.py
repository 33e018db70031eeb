"""conv2d beside its rivals: how fast, how near to the machine's limit, and how exact."""
