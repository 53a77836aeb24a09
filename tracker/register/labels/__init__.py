"""Labels: QR labels for the boxes, whose code opens the camera's page."""
