"""kepegawaian: from the final result to the NIP, and what happens when somebody leaves on the way."""
