package io.millrace.bench.program;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink inside this JVM, for jobs that ask for the environment they are submitted to. */
@SuppressWarnings("try") // Nobody makes one.
public final class LocalFlink extends StreamExecutionEnvironment {

  private LocalFlink() {}

  /** From now on jobs of this JVM run in it, with these settings under their own. */
  public static void install(Map<String, String> settings) {
    initializeContextEnvironment(
        own -> {
          Configuration all = Configuration.fromMap(settings);
          all.addAll(own);
          all.set(DeploymentOptions.TARGET, "local");
          all.set(DeploymentOptions.ATTACHED, true);
          return new StreamExecutionEnvironment(all);
        });
  }
}
