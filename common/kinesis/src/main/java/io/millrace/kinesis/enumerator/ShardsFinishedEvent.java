package io.millrace.kinesis.enumerator;

import io.millrace.kinesis.split.KinesisShardSplit;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/** A reader to the enumerator: these shards have been read to their end. */
public record ShardsFinishedEvent(List<KinesisShardSplit> splits) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public ShardsFinishedEvent {
    splits = List.copyOf(splits);
  }
}
