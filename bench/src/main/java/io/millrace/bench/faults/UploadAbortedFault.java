package io.millrace.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.proxy.Hold;
import io.millrace.bench.proxy.S3Proxy;
import io.millrace.bench.proxy.S3Uploads;
import io.millrace.bench.proxy.S3Uploads.Upload;
import io.millrace.local.platform.ObjectStore;
import io.millrace.local.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The object store no longer has an upload that a checkpoint is about to commit, as if a lifecycle
 * rule had aborted it. The lake's job must fail, each time, and say which file it is and what to
 * do; then it is done: the job goes back to an older savepoint, and everything is exact again.
 */
final class UploadAbortedFault implements Fault {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String EVENTS = "/" + Stage.STREAM + "/event_date";
  private static final long SOME = 100;

  /** The first one could be an accident of the moment. */
  private static final int FAILURES = 2;

  static List<Fault> all() {
    return List.of(new UploadAbortedFault());
  }

  @Override
  public String name() {
    return "upload-aborted";
  }

  @Override
  public void inject(Scene scene, RandomGenerator random) throws Exception {
    if (!(scene.passages().s3() instanceof S3Proxy s3)) {
      throw new IllegalStateException(name() + " needs an S3Proxy before the object store");
    }
    try (GivenUpRun run = GivenUpRun.begin(scene, 0)) {
      String key;
      try (Hold completion = s3.holdCompletion(target -> target.contains(EVENTS))) {
        scene.feeding().allow(scene.feeding().records(), SOME);
        String target = completion.await(LIMIT);
        key = abort(scene, target);
      }
      scene.note("aborted", key.substring(key.lastIndexOf('/') + 1));
      awaitFailures(scene, run, key);
      run.job().cancel();
      if (Files.exists(scene.platform().lakeFolder().resolve(key))) {
        throw new IllegalStateException("a file is visible whose upload was aborted: " + key);
      }
      run.goBack();
    }
  }

  /** Returns the key of the file. */
  private static String abort(Scene scene, String target) throws IOException, InterruptedException {
    ObjectStore store = scene.platform().objectStore();
    S3Uploads uploads = new S3Uploads(store.endpoint(), store.credentials());
    for (Upload upload : uploads.unfinished(Platform.LAKE_BUCKET)) {
      if (target.contains(upload.id())) {
        uploads.abort(upload);
        return upload.key();
      }
    }
    throw new IOException("the store knows no upload that is being completed: " + target);
  }

  /**
   * The job has failed with an error that names the file and says what to do, and does so again.
   */
  private static void awaitFailures(Scene scene, GivenUpRun run, String key) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    List<String> failures = failures(scene, run, key);
    while (failures.size() < FAILURES) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "no loud failure for the aborted upload of %s in %s, but: %s"
                .formatted(key, LIMIT, scene.rest().exceptions(run.job().id())));
      }
      LockSupport.parkNanos(POLL.toNanos());
      failures = failures(scene, run, key);
    }
    scene.note("failures that say so", failures.size());
  }

  private static List<String> failures(Scene scene, GivenUpRun run, String key) throws IOException {
    List<String> failures = new ArrayList<>();
    JsonNode history =
        scene.rest().fetch("/jobs/" + run.job().id() + "/exceptions").path("exceptionHistory");
    for (JsonNode entry : history.path("entries")) {
      String trace = entry.path("stacktrace").asText();
      if (trace.contains(key)
          && trace.contains("CANNOT be committed any more")
          && trace.contains("What to do: (1)")) {
        failures.add(trace);
      }
    }
    return failures;
  }
}
