"""Pages: what stands where on the paper, measured to a hundredth of a point, before anything is drawn."""
