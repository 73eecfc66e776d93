"""What happened, for counting: events without a case, a person or a reason. Counts are made from these rows alone."""
