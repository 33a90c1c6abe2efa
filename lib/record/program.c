#include "record/program.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

uint32_t program_emit(struct expression *program, struct instruction instruction)
{
    program->instructions = mem_grow(
        program->instructions, program->instruction_count + 1, sizeof *program->instructions);
    program->instructions[program->instruction_count] = instruction;
    return (uint32_t)program->instruction_count++;
}

uint32_t program_constant(struct expression *program, struct value value)
{
    program->constants =
        mem_grow(program->constants, program->constant_count + 1, sizeof *program->constants);
    program->constants[program->constant_count] = value;
    return (uint32_t)program->constant_count++;
}

uint32_t program_text(struct expression *program, const char *data, size_t length)
{
    char *text = mem_text_n(data, length);
    size_t kept = 0;

    for (size_t i = 0; i < length; i++) {
        text[kept++] = data[i];
        i += data[i] == '\'';
    }
    text[kept] = '\0';
    program->texts = mem_grow(program->texts, program->text_count + 1, sizeof *program->texts);
    program->texts[program->text_count++] = text;
    return program_constant(program, (struct value){.text = {text, kept}});
}

uint32_t program_pattern(struct expression *program, struct pattern *pattern)
{
    program->patterns =
        mem_grow(program->patterns, program->pattern_count + 1, sizeof *program->patterns);
    program->patterns[program->pattern_count] = pattern;
    return (uint32_t)program->pattern_count++;
}

uint32_t program_list(struct expression *program, const struct code_list *list)
{
    program->lists = mem_grow(program->lists, program->list_count + 1, sizeof *program->lists);
    program->lists[program->list_count] = list;
    return (uint32_t)program->list_count++;
}

void expression_free(struct expression *program)
{
    if (!program)
        return;
    for (size_t i = 0; i < program->pattern_count; i++)
        pattern_free(program->patterns[i]);
    for (size_t i = 0; i < program->text_count; i++)
        free(program->texts[i]);
    free(program->instructions);
    free(program->constants);
    free(program->patterns);
    free(program->lists);
    free(program->texts);
    free(program);
}
