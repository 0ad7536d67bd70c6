package io.millrace.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles the one object of {@code schema}: the stream. */
final class StreamCompiler {

  /** Names that something else has, in the database, the lake or the query view. */
  private static final Set<String> RESERVED = Set.of("ledger", "rejected", "pg");

  private final Section root;
  private final Section stream;
  private final Faults faults;
  private final FieldCompiler fieldCompiler;
  private final CustomProperties custom;

  StreamCompiler(Section root, Section stream, Faults faults) {
    this.root = root;
    this.stream = stream;
    this.faults = faults;
    this.fieldCompiler = new FieldCompiler(faults);
    this.custom = new CustomProperties(stream);
  }

  /** The contract; of no use if there is any fault, and null if it cannot even be put together. */
  @Nullable StreamContract compile(List<ServiceLevel> serviceLevels) {
    String name = name();
    List<Field> fields = fieldCompiler.fields(stream);
    List<Property> properties = fieldCompiler.properties();
    Columns columns = new Columns(properties, faults);
    List<FieldPath> primaryKey = primaryKey(properties);
    List<FieldPath> partitionKeys = partitionKeys(properties);
    List<QualityRule> quality = quality(properties, columns);
    TableNames tables = new TableNames(name);
    List<RollupDefinition> rollups =
        definitions(CustomProperties.ROLLUPS, new RollupCompiler(columns, tables)::compile);
    List<SessionDefinition> sessions =
        definitions(CustomProperties.SESSIONS, new SessionCompiler(columns, tables)::compile);
    FieldPath eventTime = custom.eventTime(columns);
    Duration outOfOrderness =
        custom.duration(
            CustomProperties.MAX_OUT_OF_ORDERNESS,
            ContractCompiler.DEFAULT_MAX_OUT_OF_ORDERNESS,
            Duration.ZERO);
    Duration futureSkew =
        custom.duration(
            CustomProperties.MAX_FUTURE_SKEW,
            ContractCompiler.DEFAULT_MAX_FUTURE_SKEW,
            Duration.ZERO);
    Duration lateness =
        custom.duration(
            CustomProperties.ALLOWED_LATENESS,
            ContractCompiler.DEFAULT_ALLOWED_LATENESS,
            Duration.ZERO);
    Duration horizon = dedupHorizon(outOfOrderness);
    UnknownFieldPolicy onUnknownField = custom.onUnknownField();
    String id = root.text("id", "");
    String version = root.text("version", "");
    String status = root.text("status", "");
    return eventTime == null
        ? null
        : new StreamContract(
            id,
            version,
            status,
            name,
            fields,
            primaryKey,
            eventTime,
            outOfOrderness,
            futureSkew,
            horizon,
            lateness,
            onUnknownField,
            partitionKeys,
            rollups,
            sessions,
            quality,
            serviceLevels);
  }

  private String name() {
    String name = stream.text("name");
    if (name == null) {
      return ""; // Its shape has reported it.
    }
    Names.check(name, TableNames.MAX_STREAM_LENGTH, stream, "name");
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      stream.fault("name", Faults.quoted(name) + " is the name of something else; choose another");
    }
    return name;
  }

  private List<FieldPath> primaryKey(List<Property> properties) {
    if (!properties.isEmpty() && properties.stream().noneMatch(KeyOrder.PRIMARY_KEY::marks)) {
      stream.fault(
          "properties",
          "no property has primaryKey: true; mark the one, or the several, that identify an event");
    }
    return KeyOrder.PRIMARY_KEY.of(properties);
  }

  /** Each partition key is a level of folders, which readers take for a column. */
  private List<FieldPath> partitionKeys(List<Property> properties) {
    Names.Taken levels = new Names.Taken();
    FieldCompiler.PARTITION_COLUMNS.forEach(
        level -> levels.reserve(level, "a folder level of the lake"));
    for (Property property : properties) {
      boolean column = property.path().names().size() == 1 && !property.inList();
      if (column && !KeyOrder.PARTITION.marks(property)) {
        levels.reserve(property.field().column(), "a column of the lake");
      }
    }
    List<String> names = new ArrayList<>();
    for (Property property : properties) {
      if (KeyOrder.PARTITION.marks(property)) {
        String name = FlatName.of(property.path(), property.field());
        if (Names.check(name, Names.MAX_LENGTH, property.section(), "partitioned")) {
          levels.take(name, "another partition key's folders", property.section(), "partitioned");
        }
        names.add(name);
      }
    }
    if (PartitionRoom.valueBytes(names) < PartitionRoom.LEAST) {
      stream.fault(
          "properties",
          names.size()
              + " partition keys are too many for the 1,024 bytes of a key in S3; use fewer, or"
              + " shorter names");
    }
    return KeyOrder.PARTITION.of(properties);
  }

  private List<QualityRule> quality(List<Property> properties, Columns columns) {
    QualityCompiler compiler = new QualityCompiler(columns);
    compiler.add(stream, null);
    for (Property property : properties) {
      CustomProperties.refuseOurs(property.section());
      compiler.add(property.section(), property.path());
    }
    return compiler.rules();
  }

  private <T> List<T> definitions(String name, Function<Section, List<T>> compile) {
    Section entry = custom.entry(name);
    return entry == null ? List.of() : compile.apply(entry);
  }

  private Duration dedupHorizon(Duration outOfOrderness) {
    Duration horizon =
        custom.duration(
            CustomProperties.DEDUP_HORIZON,
            ContractCompiler.DEFAULT_DEDUP_HORIZON,
            Duration.ofSeconds(1));
    if (horizon.compareTo(outOfOrderness) < 0) {
      stream.fault(
          "customProperties",
          "dedupHorizon "
              + horizon
              + " is less than maxOutOfOrderness "
              + outOfOrderness
              + "; use at least that");
    }
    return horizon;
  }
}
