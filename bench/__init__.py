"""What cannot be tried on one machine: sends of a hundred million messages, by simulation."""
