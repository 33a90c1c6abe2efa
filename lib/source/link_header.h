/* link_header.h - the header Link (RFC 8288), of which only rel="next" is asked for. */
#ifndef ONTRACK_SOURCE_LINK_HEADER_H
#define ONTRACK_SOURCE_LINK_HEADER_H

/* The target of the first link whose relation is "next", to be freed; NULL: there is none. */
char *link_header_next(const char *header);

#endif
