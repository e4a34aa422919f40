"""Registration: posts, applications, the document check, participant numbers. The only service that knows who people are."""
