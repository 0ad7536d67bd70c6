package io.millrace.kinesis.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.Shards;
import io.millrace.kinesis.client.StreamClient.Fetched;
import io.millrace.kinesis.reader.FakeClient.RecordsCall;
import io.millrace.kinesis.split.KinesisShardSplit.ShardEnd;
import io.millrace.kinesis.split.ReadFrom;
import io.millrace.kinesis.split.ShardFacts;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class PollingShardTest {

  private final FakeContext context = new FakeContext();
  private final PollingShard shard =
      new PollingShard(
          Shards.split("s", ReadFrom.TRIM_HORIZON),
          context,
          context.metrics(),
          new SplittableRandom(1));

  @Test
  void readsPageAfterPageFiveTimesASecond() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    answer(fetch("i0"), "i1", "1", "2");
    assertThat(context.emitted()).containsExactly("1", "2");

    assertThat(shard.dueAt()).isEqualTo(200 * FakeContext.MILLI);
    answer(fetch("i1"), "i2", "3");
    assertThat(context.emitted()).containsExactly("3");
    assertThat(context.budget.used()).isZero();
  }

  @Test
  void takesANewIteratorBehindTheLastRecordWhenTheOldOneHasExpired() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    answer(fetch("i0"), "i1", "1", "2");
    fail(fetch("i1"), ExpiredIteratorException.builder().message("old").build());

    open(new ReadFrom.After("2", Long.MAX_VALUE), "i2");
    answer(fetch("i2"), "i3", "2", "3");
    assertThat(context.emitted()).containsExactly("1", "2", "3");
  }

  @Test
  void keepsItsIteratorOverThrottlesAndCutConnectionsAndWaitsLonger() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    long longest = 0;
    for (int i = 0; i < 8; i++) {
      fail(
          fetch("i0"),
          i % 2 == 0
              ? ProvisionedThroughputExceededException.builder().message("slower").build()
              : SdkClientException.create("cut"));
      longest = Math.max(longest, shard.dueAt() - context.now);
    }
    assertThat(longest).isBetween(1_500 * FakeContext.MILLI, 3_000 * FakeContext.MILLI);
    assertThat(context.budget.used()).isZero();
    answer(fetch("i0"), "i1", "1");
    assertThat(context.emitted()).containsExactly("1");
  }

  @Test
  void endsWithItsChildrenBehindTheLastRecords() throws IOException {
    ShardFacts child = Shards.shard("c", "s");
    open(ReadFrom.TRIM_HORIZON, "i0");
    fetch("i0").answer().complete(new Fetched(records("1"), null, 0, List.of(child)));

    assertThat(context.emitted()).containsExactly("1");
    assertThat(context.ends).containsExactly(new ShardEnd(List.of(child)));
    assertThat(shard.dueAt()).isEqualTo(Mailbox.NEVER);
  }

  @Test
  void aBoundedReadEndsWhereTheLatestRecordWas() throws IOException {
    context.bounded = true;
    open(ReadFrom.TRIM_HORIZON, "i0");
    fetch("i0").answer().complete(new Fetched(records("1"), "i1", 5, List.of()));
    assertThat(context.emitted()).containsExactly("1");
    assertThat(context.ends).isEmpty();

    fetch("i1").answer().complete(new Fetched(List.of(), "i2", 0, List.of()));
    context.mailbox.readAll();
    assertThat(context.ends).containsExactly(ShardEnd.WITHOUT_CHILDREN);
  }

  @Test
  void goesOnWhenTheShardThatWasNotFoundIsListed() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    answer(fetch("i0"), "i1", "1");
    fail(fetch("i1"), ResourceNotFoundException.builder().message("no such shard").build());
    context.proceed(shard);
    context.client.listings.remove().shows("other", "s");

    context.mailbox.readAll();
    open(new ReadFrom.After("1", Long.MAX_VALUE), "i2");
    answer(fetch("i2"), "i3", "2");
    assertThat(context.emitted()).containsExactly("1", "2");
    assertThat(context.ends).isEmpty();
  }

  @Test
  void endsOnlyWhenManyListingsDoNotShowIt() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    fail(fetch("i0"), ResourceNotFoundException.builder().message("no such shard").build());
    long begin = context.now;
    int listings = 0;
    while (context.ends.isEmpty()) {
      context.proceed(shard);
      context.client.listings.remove().shows("other");
      context.mailbox.readAll();
      listings++;
    }
    assertThat(listings).isEqualTo(8);
    assertThat(context.now - begin).isGreaterThan(7_000 * FakeContext.MILLI);
    assertThat(context.ends).containsExactly(ShardEnd.WITHOUT_CHILDREN);
  }

  @Test
  void failsWhenTheServiceSaysThatItWillNeverDo() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    fetch("i0")
        .answer()
        .completeExceptionally(
            KinesisException.builder().message("access denied").statusCode(400).build());

    assertThatThrownBy(context.mailbox::readAll)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s cannot be read")
        .hasMessageContaining("access denied");
  }

  @Test
  void believesThatAnArgumentIsWrongTheThirdTime() throws IOException {
    InvalidArgumentException wrong = InvalidArgumentException.builder().message("wrong").build();
    for (int i = 0; i < 2; i++) {
      context.proceed(shard);
      context.client.iterators.remove().answer().completeExceptionally(wrong);
    }
    context.proceed(shard);
    context.client.iterators.remove().answer().completeExceptionally(wrong);

    assertThatThrownBy(context.mailbox::readAll).hasMessageContaining("cannot be read");
  }

  @Test
  void isNotCalledWhilePaused() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    shard.pause(true);
    assertThat(shard.dueAt()).isEqualTo(Mailbox.NEVER);
    shard.pause(false);
    answer(fetch("i0"), "i1", "1");
    assertThat(context.emitted()).containsExactly("1");
  }

  @Test
  void anAnswerAfterItsEndIsOfNoInterest() throws IOException {
    open(ReadFrom.TRIM_HORIZON, "i0");
    RecordsCall late = fetch("i0");
    shard.close();
    answer(late, "i1", "1");

    assertThat(context.emitted()).isEmpty();
  }

  private void open(ReadFrom place, String iterator) throws IOException {
    context.proceed(shard);
    FakeClient.IteratorCall call = context.client.iterators.remove();
    assertThat(call.place()).isEqualTo(place);
    call.answer().complete(iterator);
    context.mailbox.readAll();
  }

  private RecordsCall fetch(String iterator) throws IOException {
    context.proceed(shard);
    RecordsCall call = context.client.fetches.remove();
    assertThat(call.iterator()).isEqualTo(iterator);
    return call;
  }

  private void answer(RecordsCall call, String next, String... sequences) throws IOException {
    call.answer().complete(new Fetched(records(sequences), next, 0, List.of()));
    context.mailbox.readAll();
  }

  private void fail(RecordsCall call, Exception failure) throws IOException {
    call.answer().completeExceptionally(failure);
    context.mailbox.readAll();
  }

  private static List<software.amazon.awssdk.services.kinesis.model.Record> records(
      String... sequences) {
    return Stream.of(sequences).map(FakeClient::record).toList();
  }
}
