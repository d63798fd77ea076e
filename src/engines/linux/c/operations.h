/* What a request does to the machine, and what is answered. */
#ifndef NMICHECK_OPERATIONS_H
#define NMICHECK_OPERATIONS_H

#include <stdbool.h>

/* Serves the request on a line that ends with NUL; false once it was "bye". */
bool serve(const char *line);

#endif
