#include "pipeline/database.h"

#include <unistd.h>

int database_config(struct config *config, const char *path, struct err *err)
{
    if (path || access(CONFIG_DEFAULT, F_OK) == 0)
        return config_load(config, path, NULL, err);
    *config = (struct config){.name = "ontrack"};
    return 0;
}
