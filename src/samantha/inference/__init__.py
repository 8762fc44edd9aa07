"""Where networks are run: one way to load an ONNX file, the same for all who listen and speak."""
