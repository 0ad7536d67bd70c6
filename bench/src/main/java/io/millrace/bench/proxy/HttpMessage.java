package io.millrace.bench.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 request or answer, kept byte by byte: a signature that covers it stays
 * valid.
 */
record HttpMessage(String text) {

  private static final int LONGEST_HEAD = 1 << 20;
  private static final int BUFFER = 1 << 16;

  /** The next head; null when the other side has finished. */
  static @Nullable HttpMessage read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        if (head.size() == 0) {
          return null;
        }
        throw new EOFException();
      }
      head.write(next);
      // CR LF CR LF
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
      if (head.size() > LONGEST_HEAD) {
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
      }
    }
    return new HttpMessage(head.toString(StandardCharsets.ISO_8859_1));
  }

  byte[] head() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The first line's word, counted from 0: method and target, or protocol and status. */
  String word(int which) {
    return text.substring(0, text.indexOf('\r')).split(" ", -1)[which];
  }

  int status() {
    return Integer.parseInt(word(1));
  }

  /** A header's value; empty when there is none. */
  String header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return text.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .findFirst()
        .map(line -> line.substring(start.length()).strip())
        .orElse("");
  }

  boolean expectsContinue() {
    return header("Expect").equalsIgnoreCase("100-continue");
  }

  boolean closes() {
    return header("Connection").equalsIgnoreCase("close");
  }

  boolean isChunked() {
    return header("Transfer-Encoding").equalsIgnoreCase("chunked");
  }

  /** Of the body; -1 when it is not said. */
  long length() {
    String length = header("Content-Length");
    return length.isEmpty() ? -1 : Long.parseLong(length);
  }

  /** Passes a request's body on as it comes. */
  void copyRequestBody(InputStream in, OutputStream out) throws IOException {
    if (isChunked()) {
      copyChunks(in, out);
    } else {
      copy(in, out, Math.max(0, length()));
    }
  }

  /**
   * Passes an answer's body on as it comes.
   *
   * @param method of the request: the answer to a HEAD has none, whatever its length says
   */
  void copyAnswerBody(String method, InputStream in, OutputStream out) throws IOException {
    if (method.equals("HEAD") || status() == 204 || status() == 304 || status() < 200) {
      return;
    }
    if (isChunked()) {
      copyChunks(in, out);
    } else if (length() >= 0) {
      copy(in, out, length());
    } else {
      in.transferTo(out);
    }
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = length; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }

  private static void copyChunks(InputStream in, OutputStream out) throws IOException {
    while (true) {
      String size = line(in, out);
      long length = Long.parseLong(size.split(";", -1)[0].strip(), 16);
      if (length == 0) {
        break;
      }
      copy(in, out, length);
      line(in, out);
    }
    while (!line(in, out).isEmpty()) {
      // A trailing header.
    }
  }

  private static String line(InputStream in, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.append((char) next);
    }
    out.write(line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
    return line.toString().strip();
  }
}
