/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What has been asked, up to the end of its line, and what has been told since. */
#ifndef NMICHECK_SESSION_H
#define NMICHECK_SESSION_H

#define SESSION_ASKED 65536
#define SESSION_TOLD 65536

extern char session_asked[SESSION_ASKED];
extern unsigned int session_asked_length;
extern char session_told[SESSION_TOLD];
extern unsigned int session_told_length;

#endif
