/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-call-list: those who have not been reached, with how to call them, in a list.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @people: (element-type FarToCall): in place of what @list showed */
void far_call_list_show (GtkListBox *list, GPtrArray *people);

G_END_DECLS
