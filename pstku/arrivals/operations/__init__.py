"""What is done with the QR and with what it brings."""
