"""The routes of models: their versions, and what belongs to each."""
