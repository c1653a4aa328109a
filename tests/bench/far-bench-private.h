/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-bench: what its files share. */

#pragma once

#include "far-workload.h"

G_BEGIN_DECLS

/* What a child measured, as a line of numbers on its standard output. */
typedef struct
{
  double seconds; /* from the connection until the question is answered and the store is closed */
  double cpu_seconds;
  gint64 rss_bytes;
  gint64 wire_bytes; /* both ways */
  gint64 n_entries;  /* received */
} FarMeasure;

double far_bench_median (double *values, guint n);
double far_bench_now (void);
/* Ends the program if something failed. */
void far_bench_check (gboolean good, GError **error);
/* The median of what a question takes, in milliseconds; @is_cold: with nothing kept of the last */
double far_bench_measure (FarStore *store,
                          guint (*question) (gpointer data),
                          gpointer data,
                          gboolean is_cold);
/* What is found by words, in milliseconds. */
typedef struct
{
  guint n_found;
  double first_ms; /* with nothing kept of what was asked before */
  double ms;       /* again */
} FarSearchFigures;

void far_bench_search (FarStore *store, const char *words, gint32 today, FarSearchFigures *out);
/* To one of the two cores. */
void far_bench_pin (int core);
double far_bench_cpu (void);
gint64 far_bench_rss (void);

/* One end of a TCP connection on loopback. */
int far_bench_listen (int *port);
int far_bench_accept (int listener);
int far_bench_connect (int port);

/* -- far-bench-limits.c: what this machine can do at most, per second */
typedef struct
{
  double verify;
  double sign;
  double blake2b;
  double sqlite_rows; /* 300-byte rows, 10,000 in a transaction, synchronous FULL */
} FarLimits;

void far_bench_limits (const char *dir, FarLimits *out);

/* -- far-bench-governance.c: what belonging costs, in milliseconds of one core */
typedef struct
{
  double replay_ms;       /* 500 members, 10 years of terms, 2,000 entries */
  double quarrel_ms;      /* 1,000 contradictions, each in the past of the next */
  double one_entry_ms;    /* one more in a store that holds them, until it is committed */
  double late_removal_ms; /* one that takes effect from 1/60 of all entries */
  double stranger_ms;     /* who does not know the secret, until refused */
  double no_standing_ms;  /* who knows it, and was never let in */
} FarGovernanceFigures;

/* @n_late: entries in the log that the late removal meets */
void far_bench_governance (const char *dir, guint n_late, FarGovernanceFigures *out);

/* -- far-bench-stress.c: a town's collective after five school years, in milliseconds */
typedef struct
{
  gint64 n_entries;
  double open_ms;       /* until the store can be asked */
  double first_week_ms; /* the first question after it */
  double week_ms;       /* with nothing kept of what was asked before, as the next two */
  double month_ms;
  double term_ms;     /* 112 days */
  double one_more_ms; /* from a commit until all three are read again */
  double plan_ms;     /* who would take what is open in 112 days */
  guint n_plan;       /* turns that it proposes */
  guint n_week;       /* outings */
  guint n_month;
  guint n_term;
} FarStressFigures;

void far_bench_stress (const char *dir, FarStressFigures *out);

/* -- far-bench-rides.c: ten thousand rides, in milliseconds */
typedef struct
{
  gint64 n_entries;
  guint n_listed;     /* dates of rides in the four weeks to come */
  double first_ms;    /* their list, with nothing kept of what was asked before */
  double list_ms;     /* again */
  double one_more_ms; /* from a commit until the list is there again */
  FarSearchFigures search;
} FarRidesFigures;

void far_bench_rides (const char *dir, FarRidesFigures *out);

/* -- far-bench-help.c: ten thousand requests and offers of help, in milliseconds */
typedef struct
{
  gint64 n_entries;
  guint n_listed;
  double first_ms; /* the list of those that are open, with nothing kept of what was asked before */
  double list_ms;  /* again */
  double one_more_ms; /* from a commit until the list is there again */
  FarSearchFigures search;
} FarHelpFigures;

void far_bench_help (const char *dir, FarHelpFigures *out);

/* -- far-bench-lending.c: ten thousand things that are lent, in milliseconds */

typedef struct
{
  gint64 n_entries;
  guint n_listed;
  double first_ms;
  double list_ms;
  double one_more_ms;
  double one_more_busy_ms; /* of what is booked a thousand times */
  FarSearchFigures search;
} FarLendingFigures;

void far_bench_lending (const char *dir, FarLendingFigures *out);

/* -- far-bench-hours.c: ten thousand lines of accounts, in milliseconds */
typedef struct
{
  gint64 n_entries;
  guint n_listed;     /* in the account of one */
  double first_ms;    /* it, with nothing kept of what was asked before */
  double list_ms;     /* again */
  double one_more_ms; /* from a commit until it is there again */
} FarHoursFigures;

void far_bench_hours (const char *dir, FarHoursFigures *out);
/* -- far-bench-repair.c: ten thousand faults, in milliseconds */

typedef struct
{
  gint64 n_entries;
  guint n_listed;
  double first_ms;
  double list_ms;
  double one_more_ms;
  FarSearchFigures search;
} FarRepairFigures;

void far_bench_repair (const char *dir, FarRepairFigures *out);

/* -- far-bench-skills.c: ten thousand things that people can do, in milliseconds */
typedef struct
{
  gint64 n_entries;
  guint n_listed;
  guint n_tandems;    /* in which one member has a part */
  double first_ms;    /* the list, with nothing kept of what was asked before */
  double list_ms;     /* again */
  double tandems_ms;  /* who could go with one member */
  double one_more_ms; /* from a commit until the list is there again */
  FarSearchFigures search;
} FarSkillsFigures;

void far_bench_skills (const char *dir, FarSkillsFigures *out);

/* -- far-bench-ceiling.c: the least that a receiver can do */

/* Child processes: the sender of @n operations, and the receiver into @path. */
void far_ceiling_send (int fd, guint n);
void far_ceiling_receive (int fd, const char *path, guint n, FarMeasure *out);

/* -- far-bench-exchange.c: the real exchange */

typedef struct _FarExchange FarExchange;

/* The store at @path, which is made if it is not there, as device @who has it. */
FarExchange *far_exchange_open (const char *path, guint who);
/* Child processes; both close @self.  The caller asks the question when it is in step. */
void far_exchange_answer (FarExchange *self, int fd);
void far_exchange_call (FarExchange *self, int fd, FarMeasure *out);

G_END_DECLS
