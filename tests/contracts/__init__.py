"""What every fulfilment of a port promises, real ones and scripted ones alike."""
