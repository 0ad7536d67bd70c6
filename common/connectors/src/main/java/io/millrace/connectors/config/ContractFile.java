package io.millrace.connectors.config;

import io.millrace.contract.ContractCompiler;
import io.millrace.contract.InvalidContractException;
import io.millrace.contract.StreamContract;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** Reads a contract from wherever Flink can read: a local path, {@code file:}, {@code s3:}. */
public final class ContractFile {

  private ContractFile() {}

  /**
   * The compiled contract of the key {@code contract}; null after noting a fault in {@code job}
   * when there is none, it cannot be read, or it is not valid.
   */
  public static @org.jspecify.annotations.Nullable StreamContract from(ParameterGroup job) {
    String location = job.location("contract").required();
    if (location.isEmpty()) {
      return null;
    }
    try {
      Path path = new Path(location);
      try (FSDataInputStream in = path.getFileSystem().open(path)) {
        return ContractCompiler.compile(location, in.readAllBytes());
      }
    } catch (IOException e) {
      job.fault("contract", "cannot be read from \"" + location + "\": " + e);
    } catch (IllegalArgumentException e) {
      job.fault("contract", "is not a path or URI: \"" + location + "\"");
    } catch (InvalidContractException e) {
      job.fault("contract", String.valueOf(e.getMessage()));
    }
    return null;
  }
}
