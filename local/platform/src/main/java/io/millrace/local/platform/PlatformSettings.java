package io.millrace.local.platform;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which platform to start.
 *
 * @param folder where all state goes; made if it does not exist, used again if it does
 * @param services those to start
 * @param flink the Flink cluster, if it is one of them
 * @param storeAddress is told where the S3 server will be, before Flink starts
 */
public record PlatformSettings(
    Path folder, Set<Service> services, FlinkSettings flink, Consumer<URI> storeAddress) {

  /** The parts of the platform. */
  public enum Service {
    BROKER,
    OBJECT_STORE,
    DATABASE,
    KINESIS,
    ZOOKEEPER,
    FLINK
  }

  public PlatformSettings {
    folder = folder.toAbsolutePath().normalize();
    services = Collections.unmodifiableSet(EnumSet.copyOf(services));
  }

  /** Everything but Kinesis and ZooKeeper, over a folder. */
  public static PlatformSettings in(Path folder) {
    return new PlatformSettings(
        folder,
        EnumSet.complementOf(EnumSet.of(Service.KINESIS, Service.ZOOKEEPER)),
        FlinkSettings.defaults(),
        address -> {});
  }

  /** With these services only. */
  public PlatformSettings only(Service... wanted) {
    return new PlatformSettings(folder, EnumSet.copyOf(Arrays.asList(wanted)), flink, storeAddress);
  }

  /** With these services as well. */
  public PlatformSettings with(Service... wanted) {
    Set<Service> more = EnumSet.copyOf(services);
    more.addAll(Arrays.asList(wanted));
    return new PlatformSettings(folder, more, flink, storeAddress);
  }

  public PlatformSettings withFlink(FlinkSettings settings) {
    return new PlatformSettings(folder, services, settings, storeAddress);
  }

  /** For what stands between Flink and the S3 server. */
  public PlatformSettings tellStoreAddress(Consumer<URI> told) {
    return new PlatformSettings(folder, services, flink, told);
  }
}
