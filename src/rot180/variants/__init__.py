"""The conventions of convolution beside each other: so far, pictures of the border modes."""
