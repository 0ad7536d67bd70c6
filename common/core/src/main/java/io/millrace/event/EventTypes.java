package io.millrace.event;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Flink's type information of what flows through a job. The serializers are written by hand and
 * treat their values as immutable: a copy is the same instance.
 */
public final class EventTypes {

  public static final TypeInformation<SourceRecord> SOURCE_RECORD =
      new ImmutableTypeInformation<>(SourceRecord.class, new SourceRecordSerializer());

  public static final TypeInformation<Event> EVENT =
      new ImmutableTypeInformation<>(Event.class, new EventSerializer());

  public static final TypeInformation<Rejection> REJECTION =
      new ImmutableTypeInformation<>(Rejection.class, new RejectionSerializer());

  public static final TypeInformation<Decoded> DECODED =
      new ImmutableTypeInformation<>(Decoded.class, new DecodedSerializer());

  private EventTypes() {}
}
