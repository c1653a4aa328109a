/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-baton-row: a sentence about the baton or what waits for its holder, and the answers to it.
 * Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_BATON_ROW (far_baton_row_get_type ())
G_DECLARE_FINAL_TYPE (FarBatonRow, far_baton_row, FAR, BATON_ROW, GtkListBoxRow)

/* @detail: (nullable) */
GtkWidget *far_baton_row_new (const char *title, const char *detail);

/**
 * far_baton_row_add_button:
 * @label: with a mnemonic
 * @action: of the window
 * @target: (nullable): floating
 * @is_suggested: it is what most will want
 */
void far_baton_row_add_button (FarBatonRow *self,
                               const char *label,
                               const char *action,
                               GVariant *target,
                               gboolean is_suggested);

G_END_DECLS
