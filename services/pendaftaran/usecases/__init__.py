"""What can happen in registration: one async function each, inside the caller's unit of work."""
