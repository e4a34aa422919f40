"""An OpenID issuer for development: people and programs log in as anybody they know the password of; it refuses to run elsewhere."""
