/* SPDX-License-Identifier: GPL-3.0-or-later */

/* party: machines of a collective in one process, each an engine with a home of its own in a
 * temporary folder, waited for as a person would.  Whatever is not expected fails the test. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* A Monday, and the day of each run. */
#define PARTY_MONDAY 20696

typedef struct
{
  char *name;           /* owned */
  char *home;           /* owned */
  FarEngine *engine;    /* (nullable): owned */
  GAsyncResult *result; /* (nullable): owned: of the call that was waited for */

  GCancellable *serving; /* (nullable): owned */
  char *address;         /* (nullable): owned: where it can be called */
  GAsyncResult *served;  /* (nullable): owned */
  GPtrArray *events;     /* owned (element-type utf8): "what detail" */
  guint n_changed;
} Party;

/* For far_engine_new(): a run begins on PARTY_MONDAY at eight, UTC. */
gint64 party_clock_offset_ms (void);

/* A machine that belongs nowhere yet, its engine open. */
Party *party_new (const char *name);
/* A machine that is a copy of @other as it is on the disk; @other is closed. */
Party *party_new_copy (const char *name, const Party *other);
void party_free (Party *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Party, party_free)

void party_open (Party *self);
/* Closes the engine as the program does when it ends. */
void party_close (Party *self);

/* For the calls of far-sync.h: pass party_done and the Party, then take party_wait(). */
void party_done (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *party_wait (Party *self);
/* Turns the loop until @condition. */
void party_until (gboolean (*condition) (gconstpointer data), gconstpointer data);

void party_found (Party *self, const char *name);
/* Returns: (transfer full): an invitation's text */
char *party_invite (Party *self);
/* Founds with @self, and lets each of the others (NULL-terminated) in over the network. */
void party_found_with (Party *self, ...) G_GNUC_NULL_TERMINATED;
FarMembership *party_join (Party *self, const char *uri, const char *address, GError **error);

/* Starts to listen at a free port of this machine. */
void party_serve (Party *self);
void party_end_serving (Party *self);
/* Calls @address once. */
FarExchange *party_call (Party *self, const char *address, GError **error);
/* The same, and both are in step. */
void party_meet (Party *self, Party *other);

char *party_add_person (Party *self, const char *name);
/* A rota on all weekdays of four weeks from PARTY_MONDAY.  Returns: (transfer full): its id */
char *party_add_rota (Party *self, const char *title);
/* Takes the turn of @day.  Returns: (transfer full) */
FarOuting *party_take (Party *self, const char *rota, gint32 day);
/* (element-type FarOuting) */
GPtrArray *party_week (Party *self, gint32 first_day, int n_days);
FarStatus *party_status (Party *self);
/* "entries records" */
char *party_hash (Party *self);

gint64 party_write_bundle (Party *self, const char *path);
FarBundleReport *party_read_bundle (Party *self, const char *path, GError **error);

/* Says yes to what waits. */
FarApproved *party_approve (Party *self, const char *what, GError **error);

/* For party_until(): something goes on. */
gboolean party_is_busy (gconstpointer party);
/* Whether such an event has come. */
gboolean party_saw (const Party *self, const char *what);

/* Returns: (transfer full): a path in this run's temporary folder */
char *party_path (const char *name);

#define party_assert_error(error, code) \
  g_assert_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_##code)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarApproved, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarBundleReport, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCheckReport, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarExchange, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarInvitation, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarMembership, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarOuting, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRota, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStateHash, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStatus, far_snapshot_unref)

G_END_DECLS
