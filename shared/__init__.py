"""What every service stands on: contracts, rule sets, messaging, database and web plumbing."""
