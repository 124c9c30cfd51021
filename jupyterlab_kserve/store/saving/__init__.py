"""What is written when a model is saved: its files, and the card that describes them."""
