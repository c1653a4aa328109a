/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-pure: included last by every source of core.  It turns "do not read the clock, draw entropy,
 * open a file or a socket, start a thread or ask the environment here" into a compiler error.  What
 * core needs of these comes in as an argument. */

#pragma once

#include <glib.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#pragma GCC poison g_get_real_time g_get_monotonic_time g_date_time_new_now_utc g_date_time_new_now
#pragma GCC poison g_date_time_new_now_local clock_gettime gettimeofday
#pragma GCC poison g_random_int g_random_int_range g_random_double rand random randombytes_buf \
    randombytes_random
#pragma GCC poison randombytes_uniform getrandom crypto_sign_keypair crypto_box_keypair \
    crypto_kx_keypair
#pragma GCC poison crypto_box_seal
#pragma GCC poison g_timeout_add g_idle_add g_main_context_default g_thread_new getenv g_getenv \
    setenv
#pragma GCC poison fopen g_file_get_contents g_file_set_contents socket connect
