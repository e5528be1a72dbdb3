cdef since(const unsigned char[::1] flags, float *before, float *behind)
