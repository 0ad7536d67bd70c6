package io.millrace.connectors.parquet;

import java.util.Map;
import org.apache.flink.core.fs.Path;

/**
 * A committed file of the lake, as its footer describes it.
 *
 * @param path where it is
 * @param partition its folder below the one that was read, {@code
 *     event_date=2026-11-22/event_hour=13}
 * @param rows how many rows it has
 * @param rowsBySplit how many of them came from each split
 * @param stream the stream's name
 * @param contractId the contract's id
 * @param contractVersion the contract's version
 */
public record LakeFile(
    Path path,
    String partition,
    long rows,
    Map<String, Long> rowsBySplit,
    String stream,
    String contractId,
    String contractVersion) {

  public LakeFile {
    rowsBySplit = Map.copyOf(rowsBySplit);
  }
}
