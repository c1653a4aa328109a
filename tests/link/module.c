/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a module looks like, for test-module.c. */

#include "module.h"

extern const TestModule FAR_MODULE_SYMBOL;

FAR_MODULE_EXPORT const TestModule FAR_MODULE_SYMBOL = { { FAR_MODULE_VERSION }, 42 };
