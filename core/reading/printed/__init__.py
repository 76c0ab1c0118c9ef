"""What is printed: letters to tokens, tokens to pieces, numbers with units, and numbers that measure nothing."""
