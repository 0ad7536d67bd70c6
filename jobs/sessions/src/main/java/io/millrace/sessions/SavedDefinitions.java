package io.millrace.sessions;

import io.millrace.contract.SessionDefinition;
import io.millrace.contract.StreamContract;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;

/**
 * The definitions that a job's state was made by. Sessions of another gap, or totals of other
 * measures, cannot be gone on with.
 */
final class SavedDefinitions {

  private final ListState<String> state;
  private final Set<String> current;

  private SavedDefinitions(ListState<String> state, Set<String> current) {
    this.state = state;
    this.current = current;
  }

  /**
   * Reads the state {@code session-definitions} back; called once, in {@code initializeState}.
   *
   * @throws IllegalStateException if a definition is not as it was, saying what to do
   */
  static SavedDefinitions restore(OperatorStateStore store, StreamContract contract)
      throws Exception {
    ListState<String> state =
        store.getUnionListState(
            new ListStateDescriptor<>("session-definitions", BasicTypeInfo.STRING_TYPE_INFO));
    Map<String, String> now = new TreeMap<>();
    for (SessionDefinition definition : contract.sessions()) {
      now.put(definition.name(), text(definition, contract));
    }
    for (String saved : state.get()) {
      String name = saved.substring(0, saved.indexOf(' '));
      String text = now.get(name);
      if (text != null && !text.equals(saved)) {
        throw new IllegalStateException(
            "the state holds sessions of another definition than the contract's:\n  was "
                + saved
                + "\n  is  "
                + text
                + "\nGive the changed definition another name and table, or start the job without"
                + " state");
      }
    }
    return new SavedDefinitions(state, new HashSet<>(now.values()));
  }

  void snapshot() throws Exception {
    state.clear();
    for (String definition : current) {
      state.add(definition);
    }
  }

  private static String text(SessionDefinition definition, StreamContract contract) {
    Duration maxLength = definition.maxLength();
    StringBuilder text = new StringBuilder(definition.name());
    text.append(" key ").append(definition.key());
    text.append(", gap ").append(definition.gap());
    text.append(", maxLength ").append(maxLength == null ? "none" : maxLength);
    text.append(", first ").append(definition.first());
    text.append(", last ").append(definition.last());
    text.append(", measures ");
    definition
        .measures()
        .forEach(
            measure -> {
              text.append(measure.kind()).append('(');
              if (measure.property() != null) {
                text.append(measure.property())
                    .append(' ')
                    .append(
                        contract
                            .resolve(measure.property())
                            .storedType()
                            .getClass()
                            .getSimpleName());
              }
              text.append(") ").append(measure.q()).append("; ");
            });
    return text.toString();
  }
}
