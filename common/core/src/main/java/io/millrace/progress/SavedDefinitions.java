package io.millrace.progress;

import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;

/**
 * The definitions that an operator's state was made by, or the files that belong to it. Windows of
 * another size, sums of other measures, columns of another type cannot be gone on with.
 */
public final class SavedDefinitions {

  private static final char AFTER_NAME = ' '; // A name has none.

  private final ListState<String> state;
  private final Map<String, String> current;

  private SavedDefinitions(ListState<String> state, Map<String, String> current) {
    this.state = state;
    this.current = current;
  }

  /**
   * Reads the state {@code definitions} back; called once, in {@code initializeState}.
   *
   * @param kind what a definition is called in messages
   * @param current texts by name
   * @throws IllegalStateException if a definition is not as it was, saying what to do
   */
  public static SavedDefinitions restore(
      OperatorStateStore store, String kind, Map<String, String> current) throws Exception {
    ListState<String> state =
        store.getUnionListState(
            new ListStateDescriptor<>("definitions", BasicTypeInfo.STRING_TYPE_INFO));
    for (String saved : state.get()) {
      int end = saved.indexOf(AFTER_NAME);
      String name = saved.substring(0, end);
      String was = saved.substring(end + 1);
      String is = current.get(name);
      if (is != null && !is.equals(was)) {
        throw new IllegalStateException(
            "the definition of "
                + kind
                + " "
                + name
                + " has changed, and there is state of the old one: give the new one another name"
                + "\n  was "
                + was
                + "\n  is  "
                + is);
      }
    }
    return new SavedDefinitions(state, current);
  }

  /** Writes the state; called in {@code snapshotState}. */
  public void snapshot() throws Exception {
    state.clear();
    for (Map.Entry<String, String> definition : current.entrySet()) {
      state.add(definition.getKey() + AFTER_NAME + definition.getValue());
    }
  }
}
