/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-manual: the manual of the program, in whatever shows it here.  Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * far_manual_show:
 * @parent: over which window
 *
 * Where the pages are installed and a help viewer is there, it shows them.  Else the manual in one
 * page of HTML goes to the browser.  So it is in a Flatpak too: a viewer outside of it does not see
 * its pages, but the portal hands over a file, and the one page needs no other.  Where nothing
 * shows either, a sentence says so.
 */
void far_manual_show (GtkWindow *parent);

G_END_DECLS
