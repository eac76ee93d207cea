"""What must be done, as data: facts, tests over them, requirements, awards and dated policies, and what reads them."""
