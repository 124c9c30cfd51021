"""Reading bytes that nobody vouches for: within limits, and without running what they say."""
