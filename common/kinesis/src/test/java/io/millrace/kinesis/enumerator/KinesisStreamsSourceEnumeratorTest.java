package io.millrace.kinesis.enumerator;

import static io.millrace.kinesis.Shards.ended;
import static io.millrace.kinesis.Shards.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.KinesisShardAssigner;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

class KinesisStreamsSourceEnumeratorTest {

  private final FakeEnumeratorContext context = new FakeEnumeratorContext(2);
  private final ListedStream stream = new ListedStream();
  private final Configuration config = new Configuration();

  @Test
  void assignsWhatIsListedAndAgainWhenAReaderComesUp() {
    KinesisStreamsSourceEnumerator enumerator = start(shard("a"), shard("b"));
    assertThat(context.assigned()).isEmpty();

    addReader(enumerator, 0);
    assertThat(context.assigned()).containsExactly("a by 0");
    addReader(enumerator, 1);
    assertThat(context.assigned()).containsExactly("b by 1");
  }

  @Test
  void aFailedListingIsTriedAgainAndOneThatCannotSucceedFailsTheJob() {
    stream.failure = SdkClientException.create("cut");
    start(shard("a"));
    int failed = stream.listings;
    assertThat(failed).isPositive();
    context.tick.run();
    assertThat(stream.listings).as("not at once").isEqualTo(failed);

    stream.failure = KinesisException.builder().message("denied").statusCode(400).build();
    KinesisStreamsSourceEnumerator another = enumerator(KinesisShardAssigner.uniform());
    another.start();
    assertThatThrownBy(context.tick::run).hasMessageContaining("cannot be listed");
  }

  @Test
  void aChildGoesToItsParentsReaderWhateverTheAssignerSays() {
    stream.shards = List.of(shard("a"), shard("b"));
    KinesisStreamsSourceEnumerator enumerator =
        enumerator((split, load) -> split.splitId().equals("a") ? 0 : 1);
    enumerator.start();
    context.tick.run();
    addReader(enumerator, 0);
    addReader(enumerator, 1);
    assertThat(context.assigned()).containsExactly("a by 0", "b by 1");

    finish(enumerator, 0, "a", shard("c", "a"), shard("d", "a"));
    assertThat(context.assigned()).containsExactly("c by 0", "d by 0");
  }

  @Test
  void aChildWaitsForItsParentsReaderWhenThatIsGone() {
    KinesisStreamsSourceEnumerator enumerator = start(shard("a"), shard("b"));
    addReader(enumerator, 0);
    addReader(enumerator, 1);
    context.assigned();
    context.unregister(0);
    finish(enumerator, 0, "a", shard("c", "a"));
    assertThat(context.assigned()).isEmpty();

    // It comes back with the state before the end: the shard is read anew, and then its child.
    enumerator.addSplitsBack(List.of(KinesisShardSplit.of(shard("a"), ReadFrom.TRIM_HORIZON)), 0);
    addReader(enumerator, 0);
    assertThat(context.assigned()).containsExactly("a by 0");
  }

  @Test
  void aMergedShardOfTwoReadersIsAssignedAsSoonAsACheckpointIsComplete() {
    KinesisStreamsSourceEnumerator enumerator = start(shard("a"), shard("b"));
    addReader(enumerator, 0);
    addReader(enumerator, 1);
    context.assigned();
    finish(enumerator, 0, "a", shard("c", "a", "b"));
    finish(enumerator, 1, "b", shard("c", "a", "b"));
    assertThat(context.assigned()).isEmpty();

    enumerator.snapshotState(1);
    enumerator.notifyCheckpointComplete(1);

    assertThat(context.assigned()).containsExactly("c by 0");
  }

  @Test
  void aBoundedReadWithoutCheckpointsWaitsForNoneAndEnds() {
    config.setString("source.bounded", "true");
    KinesisStreamsSourceEnumerator enumerator = start(shard("a"), shard("b"));
    addReader(enumerator, 0);
    addReader(enumerator, 1);
    context.assigned();
    finish(enumerator, 0, "a", shard("c", "a", "b"));
    finish(enumerator, 1, "b", shard("c", "a", "b"));
    assertThat(context.assigned()).containsExactly("c by 0");
    assertThat(context.finished).isEmpty();

    finish(enumerator, 0, "c");
    assertThat(context.finished).containsExactly(0, 1);
  }

  private KinesisStreamsSourceEnumerator start(ShardFacts... shards) {
    stream.shards = List.of(shards);
    KinesisStreamsSourceEnumerator enumerator = enumerator(KinesisShardAssigner.uniform());
    enumerator.start();
    context.tick.run();
    return enumerator;
  }

  private KinesisStreamsSourceEnumerator enumerator(KinesisShardAssigner assigner) {
    config.setString("source.init.position", "TRIM_HORIZON");
    return new KinesisStreamsSourceEnumerator(context, config, stream, assigner, null);
  }

  private void addReader(KinesisStreamsSourceEnumerator enumerator, int subtask) {
    context.register(subtask);
    enumerator.addReader(subtask);
  }

  private static void finish(
      KinesisStreamsSourceEnumerator enumerator,
      int subtask,
      String shard,
      ShardFacts... children) {
    enumerator.handleSourceEvent(subtask, new ShardsFinishedEvent(List.of(ended(shard, children))));
  }
}
