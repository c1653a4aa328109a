/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-verifier.h"

#include <string.h>

struct _FarSigCheck
{
  guint8 key[FAR_KEY_LEN];
  gboolean key_checked;
  guint8 id[FAR_ID_LEN];
  guint8 sig[FAR_SIG_LEN];
  gboolean is_good;     /* whoever took it from the queue says */
  gboolean is_finished; /* of the owner's thread */
};

struct _FarVerifier
{
  gboolean is_alone; /* one processor, or no thread can be had */
  GThread *thread;   /* (nullable): owned */
  GAsyncQueue *todo; /* (element-type FarSigCheck), and the verifier itself as the last */
  GAsyncQueue *done; /* (element-type FarSigCheck): by the thread */
};

FarVerifier *
far_verifier_new (void)
{
  FarVerifier *self = g_new0 (FarVerifier, 1);

  self->is_alone = g_get_num_processors () < 2;
  self->todo = g_async_queue_new ();
  self->done = g_async_queue_new ();

  return self;
}

void
far_verifier_free (FarVerifier *self)
{
  if (self->thread != NULL)
    {
      g_async_queue_push (self->todo, self);
      g_thread_join (self->thread);
    }
  g_async_queue_unref (self->todo);
  g_async_queue_unref (self->done);
  g_free (self);
}

static void
verify (FarSigCheck *check)
{
  check->is_good = far_verify (check->key, check->key_checked, check->id, FAR_ID_LEN, check->sig);
}

static gpointer
run (gpointer data)
{
  FarVerifier *self = data;
  gpointer next;

  while ((next = g_async_queue_pop (self->todo)) != self)
    {
      verify (next);
      g_async_queue_push (self->done, next);
    }

  return NULL;
}

static gboolean
has_thread (FarVerifier *self)
{
  if (self->thread == NULL && !self->is_alone)
    {
      self->thread = g_thread_try_new ("far-verifier", run, self, NULL);
      self->is_alone = self->thread == NULL;
    }

  return self->thread != NULL;
}

FarSigCheck *
far_sig_check_start (FarVerifier *verifier,
                     const guint8 key[static FAR_KEY_LEN],
                     gboolean key_checked,
                     const guint8 id[static FAR_ID_LEN],
                     const guint8 sig[static FAR_SIG_LEN])
{
  FarSigCheck *check = g_new0 (FarSigCheck, 1);

  memcpy (check->key, key, FAR_KEY_LEN);
  check->key_checked = key_checked;
  memcpy (check->id, id, FAR_ID_LEN);
  memcpy (check->sig, sig, FAR_SIG_LEN);

  if (verifier != NULL && g_async_queue_length (verifier->todo) < FAR_VERIFY_WAITING_MAX &&
      has_thread (verifier))
    g_async_queue_push (verifier->todo, check);
  else
    {
      verify (check);
      check->is_finished = TRUE;
    }

  return check;
}

gboolean
far_sig_check_finish (FarVerifier *verifier, FarSigCheck *check)
{
  gboolean is_good;

  while (!check->is_finished)
    {
      FarSigCheck *next = g_async_queue_try_pop (verifier->todo);

      if (next != NULL)
        verify (next);
      else
        next = g_async_queue_pop (verifier->done);
      next->is_finished = TRUE;
    }

  is_good = check->is_good;
  g_free (check);

  return is_good;
}
