"""The process that sends beside others, on as many machines as there are: `digest worker`."""
