package io.millrace.connectors.parquet;

import io.millrace.contract.StreamContract;
import java.util.Map;

/** The keys of a file's key-value metadata. */
final class FileMetadata {

  static final String CONTRACT_ID = "millrace.contract.id";
  static final String CONTRACT_VERSION = "millrace.contract.version";
  static final String CONTRACT_STATUS = "millrace.contract.status";
  static final String STREAM = "millrace.stream";

  /** Followed by a split's name; the value is how many of the file's rows came from it. */
  static final String ROWS_PREFIX = "millrace.rows.";

  private FileMetadata() {}

  static Map<String, String> of(StreamContract contract) {
    return Map.of(
        CONTRACT_ID, contract.id(),
        CONTRACT_VERSION, contract.version(),
        CONTRACT_STATUS, contract.status(),
        STREAM, contract.name());
  }
}
