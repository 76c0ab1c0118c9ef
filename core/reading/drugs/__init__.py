"""What the patient takes, has taken, cannot take, and what follows from it."""
