"""History: what git witnessed of every meeting, protocol and officer."""
