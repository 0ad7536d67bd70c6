package io.millrace.kinesis.reader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What answers of the client have to say, run one after the other by the fetcher's thread. */
final class Mailbox {

  /** No time limit. */
  static final long NEVER = Long.MAX_VALUE;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition signalled = lock.newCondition();
  private final Queue<Mail> mails = new ArrayDeque<>();
  private boolean signal;

  /** Something to be done by the fetcher's thread. */
  interface Mail {
    void read() throws IOException;
  }

  /** From any thread. */
  void post(Mail mail) {
    lock.lock();
    try {
      mails.add(mail);
      signalled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait under way, or the next one. From any thread. */
  void signal() {
    lock.lock();
    try {
      signal = true;
      signalled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Does all that waits. By the fetcher's thread. */
  void readAll() throws IOException {
    while (true) {
      Mail mail;
      lock.lock();
      try {
        mail = mails.poll();
      } finally {
        lock.unlock();
      }
      if (mail == null) {
        return;
      }
      mail.read();
    }
  }

  /**
   * Waits for mail or a signal, at the most for {@code nanos}.
   *
   * @throws IOException when the thread is interrupted
   */
  void await(long nanos) throws IOException {
    lock.lock();
    try {
      long left = nanos;
      while (mails.isEmpty() && !signal && left > 0) {
        if (nanos == NEVER) {
          signalled.await();
        } else {
          left = signalled.awaitNanos(left);
        }
      }
      signal = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for records", e);
    } finally {
      lock.unlock();
    }
  }
}
