"""Faces: photos in, encodings and landmarks out, with image conditions and line sketches."""
