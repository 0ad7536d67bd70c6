package io.millrace.local.audit;

import io.millrace.connectors.parquet.LakeFile;
import io.millrace.connectors.parquet.LakeFooters;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;

/** Counts rows by the footers of a lake's committed files, through Flink's file systems. */
public final class LakeReader {

  private LakeReader() {}

  /**
   * Reads every footer of a stream and of its dead letters.
   *
   * @param lake the lake's address, {@code s3://lake} or a local path
   */
  public static LakeCounts read(String lake, String stream) throws IOException {
    List<LakeFile> files = LakeFooters.read(new Path(lake, stream));
    List<LakeFile> deadLetters = LakeFooters.read(new Path(lake, "_rejected/" + stream));
    Map<String, Long> byPartition = new HashMap<>();
    files.forEach(file -> byPartition.merge(file.partition(), file.rows(), Long::sum));
    return new LakeCounts(
        bySplit(files), byPartition, bySplit(deadLetters), files.size() + deadLetters.size());
  }

  private static Map<String, Long> bySplit(List<LakeFile> files) {
    Map<String, Long> rows = new HashMap<>();
    for (LakeFile file : files) {
      file.rowsBySplit().forEach((split, n) -> rows.merge(split, n, Long::sum));
    }
    return rows;
  }
}
