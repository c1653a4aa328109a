/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-module: the parts of the program that are loaded when they are first needed, because the
 * libraries that they use would cost each start some milliseconds.
 *
 * A module NAME.so exports one symbol, far_module_table, a struct that begins with a FarModule and
 * goes on with what the part's header says.  It is looked for in $FARANDOLE_MODULES, else where it
 * was installed; of a development build, where it was built.  It comes from the same build as the
 * program, or is refused.  It stays loaded.
 *
 * Any thread.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/* The first member of each table. */
typedef struct
{
  const char *version; /* FAR_MODULE_VERSION */
} FarModule;

/* Beside a table's definition. */
#define FAR_MODULE_EXPORT __attribute__ ((visibility ("default")))
#define FAR_MODULE_SYMBOL far_module_table

/**
 * far_module_load:
 * @name: such as "farandole-lan"
 *
 * Returns: (transfer none): its table; NULL with G_IO_ERROR_NOT_SUPPORTED where it cannot be
 * loaded, which may be tried again
 */
gconstpointer far_module_load (const char *name, GError **error) FAR_MUST_USE;

G_END_DECLS
