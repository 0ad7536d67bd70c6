package io.millrace.local.platform;

import io.millrace.local.platform.PlatformSettings.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Broker, S3 server, database, Flink cluster and, when asked for, Kinesis and ZooKeeper over one
 * folder. With ZooKeeper the JobManager is highly available.
 *
 * <p>The folder keeps everything between runs: {@code kafka/}, {@code kinesis/}, {@code
 * zookeeper/}, {@code s3/}, {@code postgres/}, {@code secrets/}, and what concerns one run only:
 * {@code flink/}, {@code logs/}, {@code run/}. Ports are new at each start. Flink checkpoints into
 * the bucket {@value #FLINK_BUCKET}; the lake belongs into the bucket {@value #LAKE_BUCKET}.
 *
 * <p>No process outlives {@link #close}, or this process, however that ends.
 */
public final class Platform implements AutoCloseable {

  /** The bucket of the lake; exists from the start. */
  public static final String LAKE_BUCKET = "lake";

  /** The bucket of Flink's checkpoints and savepoints. */
  public static final String FLINK_BUCKET = "flink";

  private final Path folder;
  private final FolderLock lock;
  private final Secrets secrets;
  private final Map<Service, Part> running = new ConcurrentHashMap<>();
  private final Map<Service, Duration> startTimes = new ConcurrentHashMap<>();

  private Platform(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
    this.secrets = new Secrets(folder.resolve("secrets"));
  }

  /**
   * Starts what the settings name, all at once, and waits until everything is ready.
   *
   * @throws PlatformException when the folder is in use, or a part does not start; then nothing is
   *     left running
   */
  public static Platform start(PlatformSettings settings) {
    Path folder = settings.folder();
    FolderLock lock = takeFolder(folder);
    Platform platform = new Platform(folder, lock);
    try {
      platform.startAll(settings);
      return platform;
    } catch (RuntimeException failure) {
      closeAfter(failure, platform);
      throw failure;
    }
  }

  public Path folder() {
    return folder;
  }

  public Secrets secrets() {
    return secrets;
  }

  public Broker broker() {
    return service(Service.BROKER, Broker.class);
  }

  public Kinesis kinesis() {
    return service(Service.KINESIS, Kinesis.class);
  }

  public ObjectStore objectStore() {
    return service(Service.OBJECT_STORE, ObjectStore.class);
  }

  public Database database() {
    return service(Service.DATABASE, Database.class);
  }

  public FlinkCluster flink() {
    return service(Service.FLINK, FlinkCluster.class);
  }

  /** Where the lake's objects lie as plain files, also when nothing runs. */
  public Path lakeFolder() {
    return lakeFolder(folder);
  }

  /** Where the lake of a state folder lies, whether or not a platform runs on it. */
  public static Path lakeFolder(Path folder) {
    return folder.resolve("s3").resolve(LAKE_BUCKET);
  }

  /** The same place as Flink jobs name it. */
  public String lakeUri() {
    return "s3://" + LAKE_BUCKET;
  }

  /** How long each part took until it was ready, from the start of all. */
  public Map<Service, Duration> startTimes() {
    return Collections.unmodifiableMap(new EnumMap<>(startTimes));
  }

  /**
   * Looks whether a part has ended by itself.
   *
   * @throws PlatformException when one has; with the end of its log. A TaskManager is not meant:
   *     jobs survive its loss
   */
  public void ensureRunning() {
    running.values().forEach(Part::ensureRunning);
  }

  /**
   * Stops everything: Flink first, so that no job sees its services go. Waits until all processes
   * have ended.
   */
  @Override
  public void close() {
    List<Exception> failures = new ArrayList<>();
    closeOne(Service.FLINK, failures);
    Parallel.run(
        Stream.of(
                Service.BROKER,
                Service.KINESIS,
                Service.ZOOKEEPER,
                Service.OBJECT_STORE,
                Service.DATABASE)
            .<Callable<Void>>map(
                service ->
                    () -> {
                      closeOne(service, failures);
                      return null;
                    })
            .toList());
    try {
      lock.close();
    } catch (IOException failure) {
      failures.add(failure);
    }
    if (!failures.isEmpty()) {
      PlatformException all = new PlatformException("The platform did not stop cleanly");
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  private static FolderLock takeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      FolderLock lock = FolderLock.take(folder);
      Leftovers.await(folder.resolve("run"));
      return lock;
    } catch (IOException failure) {
      throw new PlatformException("Cannot use the folder " + folder, failure);
    }
  }

  private void startAll(PlatformSettings settings) {
    long begin = System.nanoTime();
    // Flink gets the S3 server's address before that is up; only jobs need it.
    ObjectStoreAddress address = ObjectStoreAddress.choose(folder, secrets);
    address.bucket(LAKE_BUCKET);
    address.bucket(FLINK_BUCKET);
    settings.storeAddress().accept(address.endpoint());
    Map<Service, Callable<Part>> starts = new EnumMap<>(Service.class);
    starts.put(Service.BROKER, () -> Broker.start(folder));
    starts.put(Service.OBJECT_STORE, () -> ObjectStore.start(address));
    starts.put(Service.DATABASE, () -> Database.start(folder, secrets));
    starts.put(Service.KINESIS, () -> Kinesis.start(folder));
    int zooKeeperPort = FreePorts.next();
    starts.put(Service.ZOOKEEPER, () -> ZooKeeper.start(folder, zooKeeperPort));
    FlinkSettings flink = flinkSettings(settings, address);
    if (settings.services().contains(Service.ZOOKEEPER)) {
      flink = remembering(flink, ZooKeeper.quorum(zooKeeperPort));
    }
    FlinkSettings chosen = flink;
    starts.put(Service.FLINK, () -> FlinkCluster.start(folder, chosen));
    starts.keySet().retainAll(settings.services());
    Parallel.run(
        starts.entrySet().stream()
            .<Callable<Void>>map(
                start ->
                    () -> {
                      running.put(start.getKey(), start.getValue().call());
                      startTimes.put(start.getKey(), Duration.ofNanos(System.nanoTime() - begin));
                      return null;
                    })
            .toList());
  }

  private static FlinkSettings flinkSettings(
      PlatformSettings settings, ObjectStoreAddress address) {
    if (!settings.services().contains(Service.OBJECT_STORE)) {
      return settings.flink();
    }
    FlinkSettings flink = settings.flink().withEnvironment(address.credentials());
    Map<String, String> chosen = settings.flink().overrides();
    for (Map.Entry<String, String> place :
        Map.of(
                "s3.endpoint", address.endpoint().toString(),
                "execution.checkpointing.dir", "s3://" + FLINK_BUCKET + "/checkpoints",
                "execution.checkpointing.savepoint-dir", "s3://" + FLINK_BUCKET + "/savepoints")
            .entrySet()) {
      if (!chosen.containsKey(place.getKey())) {
        flink = flink.with(place.getKey(), place.getValue());
      }
    }
    return flink;
  }

  /** A JobManager that is started again is the leader soon, and goes on with the jobs. */
  private static FlinkSettings remembering(FlinkSettings flink, String quorum) {
    return flink
        .with("high-availability.type", "zookeeper")
        .with("high-availability.zookeeper.quorum", quorum)
        .with("high-availability.storageDir", "s3://" + FLINK_BUCKET + "/high-availability")
        .with("high-availability.zookeeper.client.session-timeout", "6s")
        .with("high-availability.zookeeper.client.connection-timeout", "6s");
  }

  private <T> T service(Service service, Class<T> type) {
    Part found = running.get(service);
    if (found == null) {
      throw new PlatformException(service + " is not running: the settings did not ask for it");
    }
    return type.cast(found);
  }

  private void closeOne(Service service, List<Exception> failures) {
    Part found = running.remove(service);
    if (found == null) {
      return;
    }
    try {
      found.close();
    } catch (RuntimeException failure) {
      synchronized (failures) {
        failures.add(failure);
      }
    }
  }

  private static void closeAfter(RuntimeException failure, Platform platform) {
    try {
      platform.close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }
}
