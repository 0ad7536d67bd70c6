package io.millrace.connectors.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.config.ParameterGroup;
import org.apache.flink.core.fs.Path;

/** {@code lake.path}: the folder that holds every stream's. */
public final class LakePath {

  /** The rest of the 1,024 bytes of a key in S3 is for what lies below it. */
  private static final int MOST_BYTES = 200;

  private LakePath() {}

  /** Reads the key; its faults are noted in the group. */
  public static Path from(ParameterGroup lake) {
    String path =
        lake.location("path")
            .where(LakePath::isPath, "a path or URI such as s3://bucket/folder")
            .where(
                text -> folder(text).getBytes(UTF_8).length <= MOST_BYTES,
                "at most " + MOST_BYTES + " bytes long")
            .required();
    return new Path(path.isEmpty() ? "/" : path);
  }

  private static boolean isPath(String text) {
    try {
      return !folder(text).isEmpty() || new Path(text).toUri().getAuthority() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Without the bucket. */
  private static String folder(String text) {
    return new Path(text).toUri().getPath();
  }
}
