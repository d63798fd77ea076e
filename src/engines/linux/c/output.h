/* Replies, gathered until the engine would wait for input. */
#ifndef NMICHECK_OUTPUT_H
#define NMICHECK_OUTPUT_H

void output_text(const char *text);
void output_number(long long number);
/* A string in quotes, with what JSON does not allow in one left out. */
void output_quoted(const char *text);
/* Writes what has been gathered to standard output. Ends the engine when nobody reads it. */
void output_flush(void);

#endif
