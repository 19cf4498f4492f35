"""The report: one file that can be read, printed and sent, with everything in it and no request to anywhere."""
