"""What is told in words: signs, symptoms, diseases, what the patient can do, how old the patient is."""
