/* tree.h - where the files that belong to the programs are: contracts/, sql/, analyses/, … stand in
 * a folder above the program's own (build/ontrack, build/asan/ontrack), whatever the current
 * directory is. */
#ifndef ONTRACK_BASE_TREE_H
#define ONTRACK_BASE_TREE_H

#include "base/err.h"

/* The absolute path of a file of the tree ("sql/schema"); to be freed. NULL with EX_CONFIG where
 * the program stands in no such tree. The file itself may be absent. */
char *tree_path(const char *relative, struct err *err);
/* The absolute path of a program that was built beside this one ("load"); to be freed. */
char *tree_program(const char *name, struct err *err);

#endif
