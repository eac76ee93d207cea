"""What a body that grants or counts credit lays down, as dated and cited values: the data itself is in ``authorities``."""
