package io.millrace.bench.program;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** An event as a plain program holds it, with what the lake adds; written over for each record. */
public final class Click {

  private static final JsonFactory JSON = new JsonFactory();

  public String eventId = "";
  public long occurredAt;
  public String type = "";
  public long userId;
  public String sessionId = "";
  public String country = "";
  public double price;
  public String url = "";
  public String agent = "";
  public String split = "";
  public long position;
  public long recordTime;

  /** Reads an event's JSON with Jackson's streaming parser. */
  public void parse(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        switch (name) {
          case "event_id" -> eventId = parser.getText();
          case "occurred_at" ->
              occurredAt =
                  ClickTime.micros(
                      parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
          case "type" -> type = parser.getText();
          case "user_id" -> userId = parser.getLongValue();
          case "session_id" -> sessionId = parser.getText();
          case "country" -> country = parser.getText();
          case "price" -> price = parser.getDoubleValue();
          case "url" -> url = parser.getText();
          case "agent" -> agent = parser.getText();
          default -> {
            if (value.isStructStart()) {
              parser.skipChildren();
            }
          }
        }
      }
    }
  }
}
