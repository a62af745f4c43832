"""Measures tbtui's reader against TensorBoard's two loaders and against plain reading, on logs that it makes itself."""
