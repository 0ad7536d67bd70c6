package io.millrace.bench.proxy;

import io.millrace.bench.proxy.S3Proxy.Disorder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Requests and answers of one connection, one after the other. */
final class S3Conversation {

  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SlowDown</Code><Message>Please"
          + " reduce your request rate.</Message><RequestId>PROXY</RequestId></Error>";

  private final Disorder disorder;
  private final InputStream fromClient;
  private final OutputStream toClient;
  private final InputStream fromService;
  private final OutputStream toService;

  S3Conversation(Link link, Disorder disorder) throws IOException {
    this.disorder = disorder;
    fromClient = new BufferedInputStream(link.fromClient());
    toClient = new BufferedOutputStream(link.toClient());
    fromService = new BufferedInputStream(link.fromService());
    toService = new BufferedOutputStream(link.toService());
  }

  void run() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      HttpMessage request = HttpMessage.read(fromClient);
      if (request == null) {
        return;
      }
      goesOn = disorder.refuses() ? refuse(request) : serve(request);
      toClient.flush();
    }
  }

  /** The body is read first: a client that cannot write it may not look at the answer. */
  private boolean refuse(HttpMessage request) throws IOException {
    boolean unread = request.expectsContinue();
    if (!unread) {
      request.copyRequestBody(fromClient, OutputStream.nullOutputStream());
    }
    byte[] body = SLOW_DOWN.getBytes(StandardCharsets.US_ASCII);
    boolean bare = request.word(0).equals("HEAD");
    String head =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: "
            + (bare ? 0 : body.length)
            + (unread ? "\r\nConnection: close" : "")
            + "\r\n\r\n";
    toClient.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!bare) {
      toClient.write(body);
    }
    toClient.flush();
    return !unread;
  }

  private boolean serve(HttpMessage request) throws IOException {
    if (completes(request)) {
      disorder.meet(request.word(1));
    }
    toService.write(request.head());
    toService.flush();
    HttpMessage answer;
    if (request.expectsContinue()) {
      answer = answer();
      if (answer.status() != 100) {
        // The server does not want the body, and the client may send it all the same.
        pass(request, answer);
        return false;
      }
      toClient.write(answer.head());
      toClient.flush();
    }
    request.copyRequestBody(fromClient, toService);
    toService.flush();
    answer = answer();
    if (completes(request) && answer.status() == 200 && disorder.losesCompletion()) {
      answer.copyAnswerBody("POST", fromService, OutputStream.nullOutputStream());
      throw new IOException("the completion's reply is lost");
    }
    pass(request, answer);
    return !request.closes() && !answer.closes();
  }

  private HttpMessage answer() throws IOException {
    HttpMessage answer = HttpMessage.read(fromService);
    if (answer == null) {
      throw new EOFException();
    }
    return answer;
  }

  private void pass(HttpMessage request, HttpMessage answer) throws IOException {
    LockSupport.parkNanos(disorder.wait.toNanos());
    toClient.write(answer.head());
    answer.copyAnswerBody(request.word(0), fromService, toClient);
  }

  /** CompleteMultipartUpload. */
  private static boolean completes(HttpMessage request) {
    return request.word(0).equals("POST") && request.word(1).contains("uploadId=");
  }
}
