package io.millrace.kinesis.reader;

import static io.millrace.kinesis.reader.ExpiryCheck.Verdict.EXPIRED;
import static io.millrace.kinesis.reader.ExpiryCheck.Verdict.PRESENT;
import static io.millrace.kinesis.reader.ExpiryCheck.Verdict.UNSURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.kinesis.client.StreamClient.ShardPage;
import io.millrace.kinesis.client.StreamClient.ShardQuery;
import io.millrace.kinesis.reader.ExpiryCheck.Verdict;
import io.millrace.kinesis.reader.FakeClient.ListCall;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class ExpiryCheckTest {

  private final FakeClient client = new FakeClient();
  private final ExpiryCheck check = new ExpiryCheck(client, "s");

  @Test
  void aShardHasExpiredWhenEightListingsInARowShowOthersOnly() {
    for (int i = 0; i < 7; i++) {
      assertThat(verdict("other")).isEqualTo(UNSURE);
    }
    assertThat(verdict("other", "s")).isEqualTo(PRESENT);
    for (int i = 0; i < 7; i++) {
      assertThat(verdict("other")).isEqualTo(UNSURE);
    }
    assertThat(verdict("other")).isEqualTo(EXPIRED);
  }

  @Test
  void countsAnewWhenTheShardCouldBeRead() {
    for (int i = 0; i < 7; i++) {
      verdict("other");
    }
    check.reset();
    assertThat(verdict("other")).isEqualTo(UNSURE);
  }

  @Test
  void anEmptyListingSaysNothing() {
    for (int i = 0; i < 20; i++) {
      assertThat(verdict()).isEqualTo(UNSURE);
    }
  }

  @Test
  void looksThroughAllPages() {
    CompletableFuture<Verdict> verdict = check.begin();
    client.listings.remove().answer().complete(ListCall.page("more", "other"));
    ListCall second = client.listings.remove();
    assertThat(second.query()).isEqualTo(new ShardQuery.NextPage("more"));
    second.answer().complete(new ShardPage(List.of(), "last", null));
    client.listings.remove().shows("s");

    assertThat(verdict).isCompletedWithValue(PRESENT);
  }

  @Test
  void givesUpWhenThereIsNoStreamForLong() throws IOException {
    ResourceNotFoundException none =
        ResourceNotFoundException.builder().message("no stream").build();
    for (int i = 0; i < 19; i++) {
      check.listingFailed(none);
    }
    assertThatThrownBy(() -> check.listingFailed(none)).hasMessageContaining("no such stream");
  }

  @Test
  void neverGivesUpForTroubleThatPassesAndAtOnceForWhatDoesNot() throws IOException {
    for (int i = 0; i < 100; i++) {
      check.listingFailed(SdkClientException.create("cut"));
    }
    assertThatThrownBy(
            () ->
                check.listingFailed(
                    KinesisException.builder().message("denied").statusCode(400).build()))
        .hasMessageContaining("denied");
  }

  private Verdict verdict(String... shown) {
    CompletableFuture<Verdict> verdict = check.begin();
    client.listings.remove().shows(shown);
    return verdict.join();
  }
}
