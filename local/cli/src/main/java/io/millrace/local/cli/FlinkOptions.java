package io.millrace.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import picocli.CommandLine.Option;

/** {@code -D}: Flink's settings, for whoever reads or writes object storage. */
final class FlinkOptions {

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink, such as s3.endpoint; may be given again and again.")
  private Map<String, String> settings = new LinkedHashMap<>();

  Map<String, String> settings() {
    return settings;
  }

  /** Makes Flink's file systems (S3 among them) available in this process. */
  void useFileSystems() {
    Configuration configuration = Configuration.fromMap(settings);
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
  }
}
