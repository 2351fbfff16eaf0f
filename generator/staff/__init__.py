"""What district staff do at their desk: begin a register, print door plaques."""
