/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-qr-view: a QR picture, dark on light with its quiet zone whatever the theme.  Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FAR_TYPE_QR_VIEW (far_qr_view_get_type ())
G_DECLARE_FINAL_TYPE (FarQrView, far_qr_view, FAR, QR_VIEW, GtkWidget)

/* @text: at most 1024 bytes.  On error the old picture stays. */
gboolean far_qr_view_set_text (FarQrView *self, const char *text, GError **error);

G_END_DECLS
