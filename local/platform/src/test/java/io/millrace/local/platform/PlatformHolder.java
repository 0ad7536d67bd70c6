package io.millrace.local.platform;

import java.nio.file.Path;

/**
 * A run of its own that a test can kill: starts a platform over a folder, writes a row, stops a
 * TaskManager, which cannot see then that its run has ended, says so, and waits.
 */
public final class PlatformHolder {

  static final String UP = "platform up";

  private PlatformHolder() {}

  public static void main(String[] args) throws Exception {
    Platform platform = Platform.start(PlatformSettings.in(Path.of(args[0])));
    Sql.execute(platform.database(), "CREATE TABLE written AS SELECT 'before the kill' AS a");
    platform.flink().taskManagers().get(0).pause();
    System.out.println(UP + " " + platform.folder());
    Thread.currentThread().join();
  }
}
