/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of module.c. */

#pragma once

#include "far-module.h"

typedef struct
{
  FarModule module;
  int answer;
} TestModule;
