package io.millrace.bench.proxy;

import io.millrace.bench.proxy.DatabaseProxy.Cuts;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection in PostgreSQL's protocol, version 3: each message has a type, its length and a
 * body; the client's first has no type. A statement comes as text in a query ('Q') or is parsed
 * under a name ('P') and bound, perhaps much later, by that name ('B').
 */
final class DatabaseConversation {

  private static final String MARKER = "INSERT INTO MILLRACE_COMMIT ";
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  private final Link link;
  private final Cuts cuts;
  private final Map<String, String> statements = new HashMap<>();

  /** What the transaction's marker was sent as; empty while there is none. Of the requests' way. */
  private String marker = "";

  private volatile boolean loseReply;
  private volatile boolean cutAfter;

  DatabaseConversation(Link link, Cuts cuts) {
    this.link = link;
    this.cuts = cuts;
  }

  void run() throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(link.fromClient()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(link.toService()));
    if (greet(in, out)) {
      link.both(() -> requests(in, out), this::answers);
    }
  }

  /** The start-up message; returns whether a session follows. */
  private boolean greet(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      byte[] message = body(in);
      int code = ByteBuffer.wrap(message).getInt();
      if (code == SSL_REQUEST || code == GSS_REQUEST) {
        link.toClient().write('N');
        link.toClient().flush();
      } else {
        out.writeInt(message.length + Integer.BYTES);
        out.write(message);
        out.flush();
        return code != CANCEL_REQUEST;
      }
    }
  }

  private void requests(DataInputStream in, DataOutputStream out) throws IOException {
    for (int type = in.read(); type >= 0; type = in.read()) {
      byte[] message = body(in);
      cuts.pass();
      switch (type) {
        case 'P' -> {
          String[] parsed = texts(message, 2);
          statements.put(parsed[0], parsed[1]);
        }
        case 'B' -> runs(statements.getOrDefault(texts(message, 2)[1], ""), message);
        case 'Q' -> runs(texts(message, 1)[0], message);
        default -> {}
      }
      write(type, message, in, out);
    }
    link.endRequests();
  }

  /** A statement that is about to be passed on. */
  private void runs(String sql, byte[] message) throws IOException {
    String statement = sql.strip().toUpperCase(Locale.ROOT);
    if (statement.startsWith(MARKER)) {
      cut(CommitCut.BEFORE);
      marker = new String(message, StandardCharsets.UTF_8);
    } else if (statement.startsWith("ROLLBACK")) {
      marker = "";
    } else if (statement.startsWith("COMMIT") && !marker.isEmpty()) {
      cuts.meet(marker);
      marker = "";
      cut(CommitCut.INSIDE);
      loseReply = cuts.take(CommitCut.REPLY_LOST);
      cutAfter = !loseReply && cuts.take(CommitCut.AFTER);
    }
  }

  private void answers() throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(link.fromService()));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(link.toClient()));
    for (int type = in.read(); type >= 0; type = in.read()) {
      byte[] message = body(in);
      boolean committed = type == 'C' && texts(message, 1)[0].equals("COMMIT");
      if (committed && loseReply) {
        throw new IOException("the commit's reply is lost");
      }
      write(type, message, in, out);
      if (type == 'Z' && cutAfter && message[0] == 'I') {
        // Ready for the next transaction: the client has the commit's answer.
        out.flush();
        throw new IOException("cut after the commit");
      }
    }
    link.endAnswers();
  }

  private void cut(CommitCut where) throws IOException {
    if (cuts.take(where)) {
      throw new IOException("cut: " + where);
    }
  }

  private static byte[] body(DataInputStream in) throws IOException {
    int length = in.readInt() - Integer.BYTES;
    byte[] message = in.readNBytes(length);
    if (message.length < length) {
      throw new EOFException();
    }
    return message;
  }

  private static void write(int type, byte[] message, DataInputStream in, DataOutputStream out)
      throws IOException {
    out.writeByte(type);
    out.writeInt(message.length + Integer.BYTES);
    out.write(message);
    if (in.available() == 0) {
      out.flush();
    }
  }

  /** The first texts of a message, each of which ends with a zero. */
  private static String[] texts(byte[] message, int count) {
    String[] texts = new String[count];
    int begin = 0;
    for (int i = 0; i < count; i++) {
      int end = begin;
      while (end < message.length && message[end] != 0) {
        end++;
      }
      texts[i] = new String(message, begin, end - begin, StandardCharsets.UTF_8);
      begin = Math.min(message.length, end + 1);
    }
    return texts;
  }
}
