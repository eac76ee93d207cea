"""What other people's test suites need of cmecore: samples to start from."""
