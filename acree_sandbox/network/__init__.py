"""The data plane: Linux network namespaces that forward packets as the control plane's tables say."""
