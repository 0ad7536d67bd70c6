package io.millrace.local.broker;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings of a broker that is alone, small, and replays streams that are older or newer than
 * today.
 */
final class BrokerSettings {

  private BrokerSettings() {}

  static Properties of(Path folder, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", "1");
    settings.setProperty("log.dirs", folder.toString());
    settings.setProperty(
        "listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.setProperty("advertised.listeners", "CLIENT://127.0.0.1:" + port);
    settings.setProperty("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.setProperty("inter.broker.listener.name", "CLIENT");
    settings.setProperty("controller.listener.names", "CONTROLLER");
    // Voters by configuration, not in the log: the ports may differ at the next start of the
    // folder.
    settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);

    // One node holds everything once.
    settings.setProperty("offsets.topic.replication.factor", "1");
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.replication.factor", "1");
    settings.setProperty("transaction.state.log.min.isr", "1");
    settings.setProperty("transaction.state.log.num.partitions", "4");
    settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
    settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    settings.setProperty("group.initial.rebalance.delay.ms", "0");

    // A misspelt topic is an error, not a new topic.
    settings.setProperty("auto.create.topics.enable", "false");
    // Record timestamps may lie years back or ahead of this machine's clock: neither deletes nor
    // refuses.
    settings.setProperty("log.retention.ms", "-1");
    settings.setProperty("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

    // Two cores, shared with Flink; the cleaner's buffer is 128 MB of heap by default.
    settings.setProperty("num.network.threads", "2");
    settings.setProperty("num.io.threads", "2");
    settings.setProperty("background.threads", "2");
    settings.setProperty("num.replica.fetchers", "1");
    settings.setProperty("log.cleaner.threads", "1");
    settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    // Nobody else could take over: no hand-over when it stops.
    settings.setProperty("controlled.shutdown.enable", "false");
    return settings;
  }
}
