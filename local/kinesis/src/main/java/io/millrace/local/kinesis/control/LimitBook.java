package io.millrace.local.kinesis.control;

import io.millrace.local.kinesis.Limits;
import java.util.function.Supplier;

/** The limits that hold now. Thread safe. */
public final class LimitBook implements Supplier<Limits> {

  private volatile Limits current;

  public LimitBook(Limits first) {
    this.current = first;
  }

  @Override
  public Limits get() {
    return current;
  }

  public void set(Limits changed) {
    current = changed;
  }
}
