"""Run models trained with Theano in Java, bit for bit, and prove it."""
