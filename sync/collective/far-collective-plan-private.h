/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-plan-private: what the files about the fair plan share. */

#pragma once

#include "far-collective-plan.h"
#include "far-collective-private.h"

G_BEGIN_DECLS

/* ---- far-collective-available.c */

/* As far_collective_set_availability(). */
gboolean _far_pen_set_availability (FarPen *pen,
                                    const guint8 *person,
                                    const FarAvailabilityChange *change,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;

G_END_DECLS
