"""Keycloak as the issuer: the realm that the platform needs, and a server of it on this machine to try and to test against."""
