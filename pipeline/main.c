/* ontrack - the front door: one night's run and what a data officer needs around it. */
#include "pipeline/commands.h"

#include <stddef.h>

static const struct stage *const commands[] = {
    &command_run,
    &command_doctor,
    &command_plan,
    &command_source,
    &command_status,
    &command_explain,
    &command_appraise,
    &command_key,
    &command_schema,
    &command_document,
    &command_release,
    &command_reject,
    NULL,
};

static const struct program ontrack = {
    .name = "ontrack",
    .purpose = "Runs the night: from deliveries to the report, and what a data officer needs "
               "around it",
    .commands = commands,
};

int main(int argc, char **argv)
{
    return program_main(&ontrack, argc, argv);
}
