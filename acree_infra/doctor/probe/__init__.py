"""What follows a pull and says what it saw, without judging it.

These modules run in this process and, put together into one file, on hosts inside a VPC. So they use nothing but the
standard library, and no syntax, function or module that Python 3.6 lacks: that is what older images carry.
"""
