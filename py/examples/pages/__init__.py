"""Runs the examples and renders each as a page: `python -m pages FOLDER`, from `py/examples`."""
