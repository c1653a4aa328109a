/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-news-box: what has changed of the plan since I last looked, and one button that says that I
 * have seen it.  Hidden where nothing has.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_NEWS_BOX (far_news_box_get_type ())
G_DECLARE_FINAL_TYPE (FarNewsBox, far_news_box, FAR, NEWS_BOX, AdwBin)

/* Once */
void far_news_box_set_overview (FarNewsBox *self, FarOverview *overview);

G_END_DECLS
