package io.millrace.local.demo;

import java.net.URI;

/** Is told how a demo goes, on the thread that runs it. */
public interface DemoWatcher {

  /** Something begins, or is worth knowing. */
  void note(String line);

  /** The Flink cluster is up. */
  void webUi(URI address);

  /** How far it is; a few times a second. */
  void progress(Progress progress);

  /** All records are through: no more {@link #progress}. */
  void processed();
}
