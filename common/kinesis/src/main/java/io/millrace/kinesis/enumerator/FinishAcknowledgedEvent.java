package io.millrace.kinesis.enumerator;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * The enumerator to a reader: it knows of these shards' end and of their children. The reader need
 * not keep them any longer.
 *
 * <p>That is safe at any time. Flink delivers what a coordinator sends before its part of a
 * checkpoint before the reader takes its own, and holds back what it sends after: a reader's part
 * without the split comes together with a coordinator's part that has its end.
 */
public record FinishAcknowledgedEvent(List<String> shardIds) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public FinishAcknowledgedEvent {
    shardIds = List.copyOf(shardIds);
  }
}
