"""The Kubernetes API as far as this extension needs it: identity, allow-list, requests, watches."""
