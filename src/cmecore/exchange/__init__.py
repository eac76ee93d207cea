"""Evidence in and reports out: what other systems write about learners, read row by row, with every doubt named."""
