# ontrack - see README.md for the two commands a user needs.
#
#   make            build every program into $(BUILD)
#   make test       install what the tests need, then run every ring under ASan and UBSan
#   make check RING=unit        one ring, nothing installed (lint setup unit stage sql night fault fuzz interop)
#   make lint       layering, banned functions, link lines, warnings, format, static analysis
#   make bare       both commands in a bare Debian 12 tree, as root and as an ordinary user
#   make soak       random rules, histories of deliveries and fuzzing, for longer; mutants; how often
#                   intervals hold the truth; 20 GB through the stages
#   make bench      the measurements, as ratios to floors of the same run
#   make V=1        any of these, with the whole commands
#   make BUILD=build/asan SANITIZE=1    the same under ASan and UBSan
#   make BUILD=build/fault FAULT=1      the test build in which a stage can be told to lose a record

BUILD ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
STD := -std=gnu11
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
HARDEN := -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
ifdef SANITIZE
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN := -fPIE
endif
ifdef FAULT
DEFINE += -DONTRACK_FAULT
endif

# A short line for each command; the whole command with V=1, and nothing with make -s.
ifneq ($(V),1)
Q := @
ifeq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
say = @printf '%-4s %s\n' $(1) $(2)
endif
endif

PQ_INC := $(shell pkg-config --cflags libpq 2>/dev/null)
XML_INC := $(shell pkg-config --cflags libxml-2.0 2>/dev/null)
CPPFLAGS_ALL = -D_GNU_SOURCE -include lib/base/banned.h -Ilib -I. $(DEFINE) $(PQ_INC) $(XML_INC) $(CPPFLAGS)
CFLAGS_ALL = $(STD) $(WARN) $(HARDEN) $(SAN) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SAN) $(LDFLAGS)

# Many digests at once: x86-64 only, libcrypto's elsewhere.
IPSEC_MB := $(if $(filter x86_64-%,$(shell $(CC) -dumpmachine)),-lIPSec_MB)

# What each program may link with: privilege by link line (checked by make lint).
LIBS_fetch := -lcurl -lz -lcjson -lcrypto
LIBS_extract := -lz -lzip -lcjson -lxml2 -lcrypto
LIBS_validate := -lcjson -lsodium
# Of libcrypto it uses SHA-256 alone. Linked in, the rest of that library, with its providers and its
# configuration file, stays out of the process that holds the key, and 2 MiB out of its memory.
LIBS_anonymise := -lcjson -l:libcrypto.a $(IPSEC_MB)
LIBS_load := -lpq -lcjson
LIBS_appraise := -lgsl -lgslcblas -lm
LIBS_report := -lpq -lcjson -lm
LIBS_ontrack := -lpq -lcjson -lcrypto -lsodium $(IPSEC_MB)
LIBS_postcodes := -lz -lzip -lcjson -lcrypto
LIBS_generate := -lz -lm

STAGES := $(patsubst stages/%.c,%,$(wildcard stages/*.c))
# A stage of several commands has a folder of its name.
PARTS_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard stages/*/*.c))
LIB_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard lib/*/*.c))
PIPELINE_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard pipeline/*.c))
GENERATE_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard fixtures/*.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))
ORACLES := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/oracle/*.c))
PROGRAMS := $(STAGES) $(if $(PIPELINE_OBJ),ontrack) $(if $(GENERATE_OBJ),generate)
TEST_LIBS := -lcmocka -lcurl -lz -lzip -lcjson -lxml2 -lcrypto -lsodium $(IPSEC_MB) -lpq -lgsl -lgslcblas -lm

.DELETE_ON_ERROR:
.PHONY: all test check unit-tests lint bare bench soak fuzz clean packages
all: $(addprefix $(BUILD)/,$(PROGRAMS))

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/libontrack.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcs $@ $^

$(BUILD)/appraise: $(filter $(BUILD)/obj/stages/appraise/%,$(PARTS_OBJ))
$(addprefix $(BUILD)/,$(STAGES)): $(BUILD)/%: $(BUILD)/obj/stages/%.o $(BUILD)/libontrack.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(BUILD)/libontrack.a $(LIBS_$*)

$(BUILD)/ontrack: $(PIPELINE_OBJ) $(BUILD)/libontrack.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_ontrack)

$(BUILD)/generate: $(GENERATE_OBJ) $(BUILD)/libontrack.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_generate)

unit-tests: $(UNIT_TESTS) $(ORACLES)
$(BUILD)/tests/%: tests/%.c $(BUILD)/libontrack.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP $(LDFLAGS_ALL) -o $@ $< $(filter %.o,$^) \
		$(BUILD)/libontrack.a $(TEST_LIBS)
$(BUILD)/tests/oracle/population: $(addprefix $(BUILD)/obj/fixtures/,draw.o truth.o)
$(BUILD)/tests/oracle/xlsx_make: TEST_LIBS += -lxlsxwriter
$(BUILD)/tests/unit/test_invent: $(addprefix $(BUILD)/obj/fixtures/,draw.o invent.o truth.o)

# Fuzzing wants clang and objects of its own. One file a target: tests/fuzz/fuzz_NAME.c.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_OBJ := $(patsubst %.c,$(BUILD)/fuzz/obj/%.o,$(wildcard lib/*/*.c))
FUZZ_FLAGS = $(CPPFLAGS_ALL) $(STD) $(WARN) -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=all
fuzz: $(FUZZERS)
$(BUILD)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)clang $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

$(BUILD)/fuzz/libontrack.a: $(FUZZ_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcs $@ $^

$(BUILD)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(BUILD)/fuzz/libontrack.a
	$(call say,CC,$<)
	$(Q)clang $(FUZZ_FLAGS) -fsanitize=fuzzer -MMD -MP -o $@ $< $(BUILD)/fuzz/libontrack.a $(TEST_LIBS)

# The suite runs over the sanitizers' build; what is shipped is built with it, for link lines and
# whatever is measured. Recursive, because packages may bring what the Makefile asks pkg-config for.
test:
	packages/install.sh packages/run.txt packages/test.txt
	$(MAKE) -s -j $$(nproc) BUILD=build all
	$(MAKE) -s -j $$(nproc) BUILD=build/asan SANITIZE=1 all unit-tests
	BUILD=build/asan tests/run.sh

check: all unit-tests
	tests/run.sh $(RING)

# The same questions as the suite's, more of them and larger: an hour.
soak: all unit-tests
	RULES=1000000 SEED=$$(date +%s) tests/stage/expression_oracle.sh
	SEED=$$(date +%s) SEEDS=10 STEPS=200 tests/stage/load_histories.sh
	SEEDS=10 NIGHTS=30 tests/night/api_histories.sh
	ANALYSIS=deep tests/lint/analysis.sh
	FUZZ_SECONDS=600 tests/fuzz/run.sh
	tests/machine/mutants.sh
	tests/machine/coverage.sh
	tests/machine/big.sh

lint: all
	tests/run.sh lint

# For scripts: make -s print-CPPFLAGS_ALL
print-%:
	@echo '$($*)'

bare:
	tests/machine/bare.sh

bench: all $(BUILD)/bench/hmac
	packages/install.sh packages/bench.txt
	bench/run.sh
	bench/value.sh
	bench/validate.sh
	bench/methods.sh
	$(BUILD)/bench/hmac

$(BUILD)/bench/hmac: bench/hmac.c $(BUILD)/libontrack.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP $(LDFLAGS_ALL) -o $@ $< $(BUILD)/libontrack.a -lcrypto $(IPSEC_MB)

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(PARTS_OBJ:.o=.d) $(PIPELINE_OBJ:.o=.d) $(GENERATE_OBJ:.o=.d)
-include $(patsubst %,$(BUILD)/obj/stages/%.d,$(STAGES)) $(addsuffix .d,$(UNIT_TESTS) $(ORACLES) $(FUZZERS)) $(FUZZ_OBJ:.o=.d)
