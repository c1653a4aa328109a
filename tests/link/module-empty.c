/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A library, but none of our modules. */

int far_test_nothing (void);

int
far_test_nothing (void)
{
  return 0;
}
