package io.millrace.kinesis.enumerator;

import static io.millrace.kinesis.Shards.ended;
import static io.millrace.kinesis.Shards.shard;
import static io.millrace.kinesis.Shards.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.enumerator.ShardTracker.Free;
import io.millrace.kinesis.split.KinesisShardSplit;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTrackerTest {

  private static final ReadFrom NOON = new ReadFrom.AtTimestamp(43_200_000);
  private static final ReadFrom HALF_WAY = new ReadFrom.After("50", 3);

  private ShardTracker tracker = new ShardTracker();

  @Test
  void rootsBeginAtTheInitialPositionAndChildrenAtTheirBeginning() {
    list(shard("a"), shard("b", "a"), shard("c", "long-expired"));

    assertThat(splits())
        .containsExactly(
            KinesisShardSplit.of(shard("a"), NOON),
            KinesisShardSplit.of(shard("c", "long-expired"), NOON));

    take("a", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));

    assertThat(splits()).contains(KinesisShardSplit.of(shard("b", "a"), ReadFrom.TRIM_HORIZON));
  }

  @Test
  void theReaderOfAParentReadsItsChildrenWhileRecordsAreUnderWay() {
    list(shard("a"));
    take("a", 1);

    tracker.finished(1, List.of(ended("a", shard("b", "a"), shard("c", "a"))));

    assertThat(idsAndReaders()).containsExactly("b by 1", "c by 1");
  }

  @Test
  void anyReaderMayReadAChildOnceACheckpointHoldsItsParentsEnd() {
    list(shard("a"));
    take("a", 1);
    tracker.snapshot(1);
    tracker.finished(1, List.of(ended("a", shard("b", "a"))));
    tracker.completed(1);
    assertThat(idsAndReaders()).as("checkpoint 1 began before the end").containsExactly("b by 1");

    checkpoint(2);

    assertThat(idsAndReaders()).containsExactly("b by any");
  }

  @Test
  void aMergedShardWaitsForBothParents() {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 0);
    ShardFacts child = shard("c", "a", "b");

    tracker.finished(0, List.of(ended("a", child)));
    assertThat(ids()).isEmpty();
    tracker.finished(0, List.of(ended("b", child)));
    assertThat(idsAndReaders()).containsExactly("c by 0");
  }

  @Test
  void aMergedShardOfTwoReadersWaitsForACheckpoint() {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 1);
    ShardFacts child = shard("c", "a", "b");
    tracker.finished(0, List.of(ended("a", child)));
    tracker.finished(1, List.of(ended("b", child)));

    assertThat(ids()).isEmpty();
    assertThat(tracker.needsCheckpoint()).isTrue();
    tracker.snapshot(1);
    assertThat(ids()).as("begun is not completed").isEmpty();
    tracker.completed(1);
    assertThat(idsAndReaders()).containsExactly("c by any");
    assertThat(tracker.needsCheckpoint()).isFalse();
  }

  @Test
  void aMergedShardGoesToTheReaderWhoseRecordsAreStillUnderWay() {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 1);
    ShardFacts child = shard("c", "a", "b");
    tracker.finished(0, List.of(ended("a", child)));
    checkpoint(1);
    tracker.finished(1, List.of(ended("b", child)));

    assertThat(idsAndReaders()).containsExactly("c by 1");
  }

  @Test
  void withoutCheckpointsAMergedShardWaitsForNone() {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 1);
    ShardFacts child = shard("c", "a", "b");
    tracker.finished(0, List.of(ended("a", child)));
    tracker.finished(1, List.of(ended("b", child)));

    tracker.doWithoutCheckpoints();
    assertThat(idsAndReaders()).containsExactly("c by any");
    tracker.snapshot(1);
    assertThat(ids()).as("there are checkpoints after all").isEmpty();
  }

  @Test
  void endsThatReadersReportAreInACheckpoint() throws IOException {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 1);
    restoreFromCheckpoint(1);
    ShardFacts child = shard("c", "a", "b");
    tracker.reported(0, List.of(ended("a", child)));
    tracker.reported(1, List.of(ended("b", child)));

    assertThat(idsAndReaders()).containsExactly("c by any");
  }

  @Test
  void childrenComeWithoutAListing() {
    list(shard("a"));
    take("a", 0);

    tracker.finished(0, List.of(ended("a", shard("b", "a"), shard("c", "a"))));

    assertThat(ids()).containsExactly("b", "c");
    assertThat(tracker.needsListing()).isFalse();
  }

  @Test
  void aParentNobodyHasHeardOfIsFinishedOnlyWhenALaterListingDoesNotShowIt() {
    list(shard("a"));
    take("a", 0);
    long begunBefore = tracker.listingBegins();
    tracker.finished(0, List.of(ended("a", shard("c", "a", "unheard-of"))));

    assertThat(tracker.needsListing()).isTrue();
    assertThat(ids()).isEmpty();
    tracker.listed(begunBefore, List.of(shard("a")), NOON);
    assertThat(ids()).as("the listing may be older than the parent").isEmpty();

    list(shard("a"), shard("unheard-of"), shard("c", "a", "unheard-of"));
    assertThat(ids()).containsExactly("unheard-of");
    take("unheard-of", 0);
    tracker.finished(0, List.of(ended("unheard-of")));
    assertThat(ids()).containsExactly("c");
  }

  @Test
  void aSplitBeforeTheCheckpointIsRestoredWithItsChildren() throws IOException {
    list(shard("a"));
    take("a", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"), shard("c", "a"))));
    take("b", 0);

    restoreFromCheckpoint(1);
    assertThat(ids()).as("nobody reads c yet").containsExactly("c");
    tracker.reported(
        1, List.of(KinesisShardSplit.of(shard("b", "a"), HALF_WAY), ended("a", shard("b", "a"))));

    assertThat(splits())
        .containsExactly(
            KinesisShardSplit.of(shard("b", "a"), HALF_WAY),
            KinesisShardSplit.of(shard("c", "a"), ReadFrom.TRIM_HORIZON));
  }

  @Test
  void anEndThatOnlyTheReaderKnewComesBackWithItsReport() throws IOException {
    list(shard("a"));
    take("a", 0);
    restoreFromCheckpoint(1);

    assertThat(ids()).isEmpty();
    tracker.reported(0, List.of(ended("a", shard("b", "a"))));

    assertThat(ids()).containsExactly("b");
  }

  @Test
  void childrenWaitWhileAParentIsAwaited() throws IOException {
    list(shard("a"), shard("b"));
    take("a", 0);
    take("b", 1);
    tracker.finished(0, List.of(ended("a", shard("c", "a", "b"))));
    restoreFromCheckpoint(1);

    assertThat(ids()).isEmpty();
    tracker.reported(0, List.of(split("b", HALF_WAY)));
    assertThat(ids()).containsExactly("b");
    take("b", 0);
    tracker.finished(0, List.of(ended("b", shard("c", "a", "b"))));
    assertThat(ids()).containsExactly("c");
  }

  @Test
  void aResetReaderTakesBackWhatItFinishedAfterTheCheckpoint() {
    list(shard("a"));
    take("a", 0);
    tracker.snapshot(1);
    tracker.completed(1);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));
    take("b", 1);

    // The whole graph is reset; its coordinator is not.
    tracker.reset(0, List.of());
    tracker.reset(1, List.of(KinesisShardSplit.of(shard("b", "a"), ReadFrom.TRIM_HORIZON)));

    assertThat(ids()).as("b comes after what is left of a").isEmpty();
    tracker.reported(1, List.of());
    tracker.reported(0, List.of(split("a", HALF_WAY)));
    assertThat(splits()).containsExactly(split("a", HALF_WAY));
  }

  @Test
  void aResetReaderDoesNotTakeBackWhatACheckpointHolds() {
    list(shard("a"));
    take("a", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));
    tracker.snapshot(1);
    tracker.completed(1);

    tracker.reset(0, List.of());
    tracker.reported(0, List.of(ended("a", shard("b", "a"))));

    assertThat(ids()).containsExactly("b");
  }

  @Test
  void whatAnotherReaderHasTakenOverIsNotTakenTwice() throws IOException {
    list(shard("a"));
    take("a", 0);
    restoreFromCheckpoint(1);
    tracker.reported(0, List.of(split("a", HALF_WAY)));
    take("a", 1);

    // Reader 0 alone fails again, and still has the shard in its state.
    tracker.reset(0, List.of());
    tracker.reported(0, List.of(split("a", HALF_WAY)));

    assertThat(ids()).isEmpty();
    assertThat(tracker.load(2)).containsExactly(0, 1);
  }

  @Test
  void splitsThatComeBackAreAssignedAgain() {
    list(shard("a"));
    take("a", 1);

    tracker.reset(1, List.of(KinesisShardSplit.of(shard("a"), NOON)));

    assertThat(splits()).containsExactly(KinesisShardSplit.of(shard("a"), NOON));
  }

  @Test
  void hearingOfAnEndTwiceChangesNothing() {
    list(shard("a"));
    take("a", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));
    take("b", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));

    assertThat(ids()).isEmpty();
    assertThat(tracker.load(1)).containsExactly(1);
  }

  @Test
  void aFinishedShardIsForgottenOnceItIsCheckpointedAndNoLongerListed() {
    list(shard("a"));
    take("a", 0);
    tracker.finished(0, List.of(ended("a", shard("b", "a"))));
    list(shard("b", "a"));
    assertThat(tracker.snapshot(1)).hasSize(2);
    tracker.completed(1);
    list(shard("b", "a"));

    assertThat(tracker.snapshot(2)).hasSize(1);
    assertThat(ids()).containsExactly("b");
  }

  private void list(ShardFacts... all) {
    tracker.listed(tracker.listingBegins(), List.of(all), NOON);
  }

  private void take(String shardId, int subtask) {
    tracker.assigned(shardId, subtask);
  }

  private List<KinesisShardSplit> splits() {
    return tracker.assignable().stream().map(Free::split).toList();
  }

  private List<String> ids() {
    return splits().stream().map(KinesisShardSplit::splitId).toList();
  }

  /** Shard and the only reader that may have it. */
  private List<String> idsAndReaders() {
    return tracker.assignable().stream()
        .map(
            free ->
                free.split().splitId()
                    + (free.by() == TrackedShard.NOBODY ? " by any" : " by " + free.by()))
        .toList();
  }

  private void checkpoint(long id) {
    tracker.snapshot(id);
    tracker.completed(id);
  }

  private void restoreFromCheckpoint(long checkpoint) throws IOException {
    KinesisEnumeratorStateSerializer serializer = new KinesisEnumeratorStateSerializer();
    byte[] stored =
        serializer.serialize(new KinesisEnumeratorState(NOON, tracker.snapshot(checkpoint)));
    KinesisEnumeratorState restored = serializer.deserialize(serializer.getVersion(), stored);
    assertThat(restored.initial()).isEqualTo(NOON);
    tracker = ShardTracker.restore(restored.shards());
  }
}
