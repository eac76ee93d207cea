"""The steps, each with the one that it follows; a step that was released is never changed."""
