package io.millrace.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HoldTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Hold hold = new Hold(request -> request.startsWith("POST"));

  @Test
  void theFirstOfItsKindWaitsUntilItIsClosedAndNoOtherDoes() throws Exception {
    hold.meet("GET /a");
    CompletableFuture<Void> first = meet("POST /b");
    assertThat(hold.await(LIMIT)).isEqualTo("POST /b");
    hold.meet("POST /c");
    assertThatThrownBy(() -> first.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    hold.close();
    first.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void oneThatIsClosedHoldsNothing() throws Exception {
    hold.close();
    hold.meet("POST /a");
    assertThatThrownBy(() -> hold.await(Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no request to be held came");
  }

  private CompletableFuture<Void> meet(String request) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            hold.meet(request);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }
}
