"""W3C Web Annotations: what bodies, targets and selectors say, both ways."""
