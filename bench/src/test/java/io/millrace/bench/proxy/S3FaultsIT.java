package io.millrace.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.storefront.StorefrontContract;
import io.millrace.connectors.parquet.LakeSink;
import io.millrace.connectors.parquet.PositionColumn;
import io.millrace.connectors.parquet.WriterOptions;
import io.millrace.contract.ContractCompiler;
import io.millrace.contract.StreamContract;
import io.millrace.local.platform.Platform;
import io.millrace.local.platform.PlatformSettings;
import io.millrace.local.platform.PlatformSettings.Service;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.metrics.groups.SinkCommitterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter;
import org.apache.flink.streaming.api.functions.sink.filesystem.RowWiseBucketWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake's committer, before the platform's object store, through Flink's S3 file system. */
class S3FaultsIT {

  private static final String CONTENT = "the rows of a file";

  @TempDir static Path folder;

  private static Platform platform;
  private static S3Proxy proxy;
  private static Committer<FileSinkCommittable> committer;
  private static int files;

  @BeforeAll
  static void start() throws Exception {
    platform =
        Platform.start(PlatformSettings.in(folder.resolve("platform")).only(Service.OBJECT_STORE));
    proxy = new S3Proxy("s3");
    proxy.leadTo(platform.objectStore().endpoint().getPort());
    Configuration flink = new Configuration();
    flink.setString("s3.endpoint", "http://127.0.0.1:" + proxy.port());
    flink.setString("s3.path.style.access", "true");
    flink.setString("s3.region", "us-east-1");
    platform
        .objectStore()
        .credentials()
        .forEach(
            (name, value) ->
                flink.setString(
                    name.contains("SECRET") ? "s3.secret-key" : "s3.access-key", value));
    FileSystem.initialize(
        flink,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(
                    Path.of("../local/flink/target/plugins").toAbsolutePath())
                .findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(flink)));
    Path file = StorefrontContract.in(folder, "storefront");
    StreamContract contract = ContractCompiler.compile(file.toString(), Files.readAllBytes(file));
    committer = committer(contract);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    platform.close();
  }

  @AfterEach
  void mend() {
    proxy.unavailable(0, 0);
    proxy.slow(Duration.ZERO);
  }

  @Test
  void commitsWhenTheReplyIsLost() throws Exception {
    FileSinkCommittable file = pending();
    int before = proxy.lostCompletions();
    proxy.loseCompletions(1);

    commit(file);

    assertThat(proxy.lostCompletions()).isEqualTo(before + 1);
    assertThat(committed(file)).isEqualTo(CONTENT);
    commit(file);
    assertThat(committed(file)).as("once more, as a recovery does").isEqualTo(CONTENT);
  }

  @Test
  void commitsWhileTheStoreAnswersSlowlyAndNotAlways() throws Exception {
    proxy.slow(Duration.ofMillis(100));
    proxy.unavailable(0.3, 7);
    int before = proxy.refusals();
    List<FileSinkCommittable> pending = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pending.add(pending());
    }

    commit(pending.toArray(new FileSinkCommittable[0]));

    assertThat(proxy.refusals()).isGreaterThan(before);
    for (FileSinkCommittable file : pending) {
      assertThat(committed(file)).isEqualTo(CONTENT);
    }
  }

  @Test
  void saysThatAnUploadWasAbortedAndWhatToDo() throws Exception {
    FileSinkCommittable good = pending();
    FileSinkCommittable file = pending();
    String key = file.getPendingFile().getPath().getPath().substring(1);
    S3Uploads uploads =
        new S3Uploads(platform.objectStore().endpoint(), platform.objectStore().credentials());
    List<S3Uploads.Upload> of =
        uploads.unfinished(Platform.LAKE_BUCKET).stream()
            .filter(upload -> upload.key().equals(key))
            .toList();
    assertThat(of).hasSize(1);
    uploads.abort(of.get(0));

    assertThatThrownBy(() -> commit(good, file))
        .hasMessageContaining(file.getPendingFile().getPath().toString())
        .hasMessageContaining("CANNOT be committed any more")
        .hasMessageContaining("lifecycle rule")
        .hasMessageContaining("restore the job");
    assertThat(committed(good)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> commit(file)).as("never passed over").hasMessageContaining("CANNOT");
  }

  @Test
  void listsUploadsOfAllPages() throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      keys.add(pending().getPendingFile().getPath().getPath().substring(1));
    }
    S3Uploads uploads =
        new S3Uploads(platform.objectStore().endpoint(), platform.objectStore().credentials());

    List<S3Uploads.Upload> listed = uploads.unfinished(Platform.LAKE_BUCKET, 2);

    assertThat(listed).doesNotHaveDuplicates().extracting(S3Uploads.Upload::key).containsAll(keys);
    assertThat(listed).isEqualTo(uploads.unfinished(Platform.LAKE_BUCKET));
  }

  private static String committed(FileSinkCommittable file) throws Exception {
    return Files.readString(
        platform.lakeFolder().resolve(file.getPendingFile().getPath().getPath().substring(1)));
  }

  /** A file that is whole and not visible, as a checkpoint has it. */
  private static FileSinkCommittable pending() throws Exception {
    org.apache.flink.core.fs.Path path =
        new org.apache.flink.core.fs.Path("s3://" + Platform.LAKE_BUCKET + "/x/part-" + files++);
    RowWiseBucketWriter<String, String> writer =
        new RowWiseBucketWriter<>(
            FileSystem.get(path.toUri()).createRecoverableWriter(),
            (text, out) -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
    InProgressFileWriter<String, String> open = writer.openNewInProgressFile("x", path, 0);
    open.write(CONTENT, 0);
    return new FileSinkCommittable("x", open.closeForCommit());
  }

  private static void commit(FileSinkCommittable... pending) throws Exception {
    List<CommitRequest<FileSinkCommittable>> requests = new ArrayList<>();
    for (FileSinkCommittable file : pending) {
      requests.add(new Request(file));
    }
    committer.commit(requests);
  }

  @SuppressWarnings("unchecked")
  private static Committer<FileSinkCommittable> committer(StreamContract contract)
      throws Exception {
    SupportsCommitter<FileSinkCommittable> sink =
        (SupportsCommitter<FileSinkCommittable>)
            LakeSink.create(
                new org.apache.flink.core.fs.Path(platform.lakeUri()),
                contract,
                event -> "x",
                PositionColumn.NUMBER,
                WriterOptions.defaults());
    return sink.createCommitter(
        fake(
            CommitterInitContext.class,
            (context, method, arguments) -> {
              if (method.getName().equals("metricGroup")) {
                return fake(
                    SinkCommitterMetricGroup.class,
                    (metrics, added, values) ->
                        added.invoke(new UnregisteredMetricsGroup(), values));
              }
              throw new AssertionError(method);
            }));
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Flink's own is not public. Every answer but success fails the test. */
  private record Request(FileSinkCommittable file) implements CommitRequest<FileSinkCommittable> {

    @Override
    public FileSinkCommittable getCommittable() {
      return file;
    }

    @Override
    public int getNumberOfRetries() {
      return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void retryLater() {
      throw new AssertionError("retryLater");
    }

    @Override
    public void updateAndRetryLater(FileSinkCommittable changed) {
      throw new AssertionError("updateAndRetryLater");
    }

    @Override
    public void signalAlreadyCommitted() {
      throw new AssertionError("signalAlreadyCommitted");
    }
  }
}
