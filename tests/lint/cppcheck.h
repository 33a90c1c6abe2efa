/* cppcheck.h - what cppcheck must know of macros in headers that it does not read. */
#define cJSON_ArrayForEach(item, list) for (item = (list)->child; item; item = item->next)
