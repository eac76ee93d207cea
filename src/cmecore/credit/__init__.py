"""What credit is: exact amounts with their type, rounding as data, days and periods, sources, canonical spelling."""
