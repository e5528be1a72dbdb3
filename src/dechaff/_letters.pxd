# What is known of each character, shared by the compiled modules.

cdef enum:
    LETTER_CODES = 0x10000  # what lies beyond is asked of Python each time
    WORD = 1  # \w of regular expressions
    DIGIT = 2  # \d
    SPACE = 4  # \s
    ALPHA = 8  # str.isalpha
    SPACELESS = 16  # of a script without spaces, see dechaff.fold
    LETTER = 32  # a word character that is no digit and no underscore

cdef const unsigned char *kinds() noexcept
cdef unsigned char kind_beyond(Py_UCS4 char) noexcept
