package io.millrace.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * Events of one key, gathered before they are sent on: runs inside one slot in which no silence is
 * longer than the gap, so that a run belongs to one cell whatever other events there are.
 *
 * @param <A> what a run's events are added up in
 */
final class Runs<A> {

  /** One run. */
  static final class Run<A> {
    private long first;
    private long last;
    private A sum;

    private Run(long time, A sum) {
      this.first = time;
      this.last = time;
      this.sum = sum;
    }

    long first() {
      return first;
    }

    long last() {
      return last;
    }

    A sum() {
      return sum;
    }
  }

  private final SessionRules rules;
  private final List<Run<A>> runs = new ArrayList<>(1);

  Runs(SessionRules rules) {
    this.rules = rules;
  }

  /** In order of time. */
  List<Run<A>> all() {
    return runs;
  }

  /** The sum that an event of that time is to be added to; two runs that it connects become one. */
  A at(long time, Supplier<A> fresh, BinaryOperator<A> merge) {
    int index = 0;
    while (index < runs.size() && !reaches(runs.get(index), time) && runs.get(index).last < time) {
      index++;
    }
    if (index == runs.size() || !reaches(runs.get(index), time)) {
      Run<A> run = new Run<>(time, fresh.get());
      runs.add(index, run);
      return run.sum;
    }
    Run<A> run = runs.get(index);
    run.first = Math.min(run.first, time);
    run.last = Math.max(run.last, time);
    if (index + 1 < runs.size() && reaches(runs.get(index + 1), run.last)) {
      Run<A> next = runs.remove(index + 1);
      run.last = next.last;
      run.sum = merge.apply(run.sum, next.sum);
    }
    return run.sum;
  }

  private boolean reaches(Run<A> run, long time) {
    return rules.slotEnd(run.first) == rules.slotEnd(time)
        && !rules.apart(run.last, time)
        && !rules.apart(time, run.first);
  }
}
