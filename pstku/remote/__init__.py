"""What an admin asks of a tablet from afar: read yourself anew, be closed for a while, take a new secret."""
