/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-fuzz: one parser of foreign bytes, held against hostile input.
 *
 * Each target is one file with the two functions below.  `./dev fuzz` builds it with libFuzzer,
 * which finds its own way in from good inputs; `./dev test` builds the same file with far-fuzz.c,
 * which damages good inputs in a fixed order of accidents, so that every run of the tests goes the
 * same way.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parses, and aborts if the parser breaks a promise of its header.  Returns: 0, as libFuzzer wants
 */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

/* Appends one good input to @out. */
void far_fuzz_seed (GRand *rand, GByteArray *out);

G_END_DECLS
