/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What farandole-cli loads when it is to draw. */

#include "far-paper-pages.h"

extern __attribute__ ((visibility ("default"))) const FarPaperTable far_paper_table;

const FarPaperTable far_paper_table = { .version = FAR_VERSION, .to_pdf = far_paper_to_pdf };
