/* commands.h - the commands of `ontrack`, one file each in this folder. */
#ifndef ONTRACK_PIPELINE_COMMANDS_H
#define ONTRACK_PIPELINE_COMMANDS_H

#include "base/stage.h"

extern const struct stage command_run, command_plan, command_status, command_explain,
    command_document, command_doctor, command_schema, command_key, command_release, command_reject,
    command_source, command_appraise;

#endif
