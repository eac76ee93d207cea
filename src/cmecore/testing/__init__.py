"""What other people's test suites need of cmecore: samples, hard names, and contracts for stores and renderers of their own."""
