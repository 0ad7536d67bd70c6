package io.millrace.local.kinesis.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.millrace.local.kinesis.store.Page;
import io.millrace.local.kinesis.store.RecordEntry;
import io.millrace.local.kinesis.store.StoredRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.CompositeByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes answers that hold records: in CBOR by taking the log's bytes as they are. */
final class RecordPages {

  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  private RecordPages() {}

  /** The other members of an answer, and its records. Takes over the page's entries. */
  static ByteBuf write(Dialect dialect, ObjectNode others, Page page, ByteBufAllocator allocator) {
    return dialect == Dialect.CBOR ? cbor(others, page, allocator) : json(others, page, allocator);
  }

  private static ByteBuf cbor(ObjectNode others, Page page, ByteBufAllocator allocator) {
    ByteBuf head = allocator.buffer();
    try {
      // A map of any length, whose members follow without their own map's head.
      head.writeByte(0xBF);
      others
          .fields()
          .forEachRemaining(
              member -> {
                writeCbor(head, member.getKey());
                writeCbor(head, member.getValue());
              });
      writeCbor(head, "Records");
      head.writeByte(0x9A).writeInt(page.count());
    } catch (RuntimeException failure) {
      head.release();
      page.entries().release();
      throw failure;
    }
    CompositeByteBuf all = allocator.compositeBuffer(3);
    all.addComponent(true, head);
    all.addComponent(true, page.entries());
    all.addComponent(true, allocator.buffer(1).writeByte(0xFF));
    return all;
  }

  private static void writeCbor(ByteBuf target, Object value) {
    try {
      target.writeBytes(CBOR.writeValueAsBytes(value));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static ByteBuf json(ObjectNode others, Page page, ByteBufAllocator allocator) {
    ByteBuf answer = allocator.buffer(256 + page.entries().readableBytes() * 4 / 3);
    try (JsonGenerator out = JSON.createGenerator((OutputStream) new ByteBufOutputStream(answer))) {
      out.writeStartObject();
      var members = others.fields();
      while (members.hasNext()) {
        var member = members.next();
        out.writeFieldName(member.getKey());
        out.writeTree(member.getValue());
      }
      out.writeArrayFieldStart("Records");
      for (int i = 0; i < page.count(); i++) {
        writeJson(out, RecordEntry.decode(page.entries()));
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException impossible) {
      answer.release();
      throw new UncheckedIOException(impossible);
    } finally {
      page.entries().release();
    }
    return answer;
  }

  private static void writeJson(JsonGenerator out, StoredRecord entry) throws IOException {
    out.writeStartObject();
    out.writeStringField("SequenceNumber", entry.sequenceNumber());
    out.writeNumberField("ApproximateArrivalTimestamp", entry.arrival() / 1000.0);
    out.writeStringField("PartitionKey", entry.partitionKey());
    out.writeFieldName("Data");
    try (ByteBufInputStream data = new ByteBufInputStream(entry.data())) {
      out.writeBinary(data, entry.data().readableBytes());
    }
    out.writeEndObject();
  }
}
