package io.millrace.contract;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles {@code properties} to fields, and lists every property on the way, the inner before the
 * outer.
 */
final class FieldCompiler {

  static final int MAX_NESTING = 16;
  static final int MAX_FIELDS = 2_000;

  private static final int MAX_JSON_NAME = 1_000;

  /** Stands for a type that is not known, in a contract that will not be. */
  private static final ValueType FAULTY = new ValueType.Json();

  /** The lake's partition folders: readers take them for columns. */
  static final Set<String> PARTITION_COLUMNS = Set.of("event_date", "event_hour");

  private final Faults faults;
  private final List<Property> properties = new ArrayList<>();

  FieldCompiler(Faults faults) {
    this.faults = faults;
  }

  /** Every property that was compiled. */
  List<Property> properties() {
    return properties;
  }

  /** The stream's top-level fields. */
  List<Field> fields(Section stream) {
    return fields(stream, null, false, 1);
  }

  private List<Field> fields(Section owner, @Nullable FieldPath outer, boolean inList, int depth) {
    List<Section> sections = owner.sections("properties");
    if (sections.isEmpty() && owner.items("properties").isEmpty()) {
      owner.fault("properties", "has no property; list at least one, with name and logicalType");
    }
    if (depth > MAX_NESTING) {
      owner.fault("properties", "nested deeper than " + MAX_NESTING + " levels; flatten it");
      return List.of();
    }
    Names.Taken columns = new Names.Taken();
    if (outer == null) {
      PARTITION_COLUMNS.forEach(name -> columns.reserve(name, "a folder level of the lake"));
    }
    Set<String> jsonNames = new HashSet<>();
    List<Field> fields = new ArrayList<>();
    for (Section section : sections) {
      String name = section.text("name");
      if (name == null) {
        continue; // Its shape has reported it.
      }
      boolean named = Names.check(name, Names.MAX_LENGTH, section, "name");
      if (named) {
        columns.take(name, "a property here", section, "name");
      }
      FieldPath path = outer == null ? new FieldPath(List.of(name)) : outer.child(name);
      Field field = field(section, name, path, inList, depth, named);
      if (field.restricted()) {
        columns.take(field.column(), "a column here", section, "encryptedName");
      }
      if (!jsonNames.add(field.jsonName())) {
        section.fault(
            section.has("physicalName") ? "physicalName" : "name",
            "two properties read the JSON member " + Faults.quoted(field.jsonName()));
      }
      fields.add(field);
    }
    return fields;
  }

  private Field field(
      Section section, String name, FieldPath path, boolean inList, int depth, boolean named) {
    int before = faults.count();
    ValueType known = type(section, path, inList, depth);
    ValueType type = known == null ? FAULTY : known;
    String encryptedName = Restriction.encryptedName(section, type);
    Field field =
        new Field(name, jsonName(section, name), type, section.flag("required"), encryptedName);
    boolean sound = named && known != null && faults.count() == before;
    add(new Property(path, field, section, inList, sound));
    return field;
  }

  private @Nullable ValueType type(Section section, FieldPath path, boolean inList, int depth) {
    String logicalType = section.text("logicalType", "");
    if (section.has("properties") && !logicalType.equals("object")) {
      section.fault("properties", "only logicalType object has properties, not " + logicalType);
    }
    if (section.has("items") && !logicalType.equals("array")) {
      section.fault("items", "only logicalType array has items, not " + logicalType);
    }
    return switch (logicalType) {
      case "string" -> TextTypes.compile(section);
      case "integer" -> NumberTypes.integer(section);
      case "number" -> NumberTypes.number(section);
      case "date" -> TimeTypes.date(section);
      case "time" -> TimeTypes.time(section);
      case "timestamp" -> TimeTypes.timestamp(section);
      case "boolean" -> bool(section);
      case "object" -> object(section, path, inList, depth);
      case "array" -> array(section, path, depth);
      default -> null; // Its shape has reported it.
    };
  }

  private static ValueType bool(Section section) {
    PhysicalType.of(
        section, EnumSet.of(PhysicalType.Family.BOOLEAN, PhysicalType.Family.UNKNOWN), "BOOLEAN");
    TypeOptions.of(section, "boolean");
    return new ValueType.Bool();
  }

  private ValueType object(Section section, FieldPath path, boolean inList, int depth) {
    PhysicalType.of(
        section,
        EnumSet.of(
            PhysicalType.Family.STRUCT, PhysicalType.Family.JSON, PhysicalType.Family.UNKNOWN),
        "STRUCT or JSON");
    TypeOptions.of(section, "object");
    if (!section.has("properties")) {
      return new ValueType.Json();
    }
    if (PhysicalType.isJson(section)) {
      section.fault(
          "properties",
          "physicalType JSON keeps the object as one text; leave out either that or the properties");
      return FAULTY;
    }
    return new ValueType.Group(fields(section, path, inList, depth + 1));
  }

  private ValueType array(Section section, FieldPath path, int depth) {
    PhysicalType.of(
        section,
        EnumSet.of(PhysicalType.Family.LIST, PhysicalType.Family.JSON, PhysicalType.Family.UNKNOWN),
        "ARRAY or JSON");
    Section options = TypeOptions.of(section, "array");
    Section items = section.section("items");
    if (PhysicalType.isJson(section)) {
      if (items != null) {
        section.fault(
            "items",
            "physicalType JSON keeps the array as one text; leave out either that or items");
      }
      if (!options.mapping().entries().isEmpty()) {
        section.fault(
            "logicalTypeOptions",
            "physicalType JSON keeps the array unseen; leave one of them out");
      }
      return new ValueType.Json();
    }
    Integer least = options.integer("minItems");
    Integer most = options.integer("maxItems");
    if (least != null && most != null && least > most) {
      options.fault("minItems", least + " is more than maxItems " + most + "; swap them");
    }
    if (items == null) {
      if (!section.has("items")) {
        section.fault("items", "is missing; say what the array holds: items: { logicalType: … }");
      }
      return FAULTY;
    }
    if (depth >= MAX_NESTING) {
      section.fault("items", "nested deeper than " + MAX_NESTING + " levels; flatten it");
      return FAULTY;
    }
    return new ValueType.ListOf(
        element(items, path, depth + 1),
        items.flag("required"),
        least,
        most,
        options.flag("uniqueItems"));
  }

  private ValueType element(Section items, FieldPath path, int depth) {
    ValueType known = type(items, path, true, depth);
    ValueType element = known == null ? FAULTY : known;
    for (String key : List.of("classification", "encryptedName")) {
      if (key.equals("encryptedName") ? items.has(key) : Restriction.isRestricted(items)) {
        items.fault(
            key,
            "the items of an array cannot be hashed by themselves; use items of logicalType object"
                + " with a restricted property");
      }
    }
    for (String key : List.of("name", "physicalName")) {
      if (items.has(key)) {
        items.fault(key, "the items of an array have no name; remove it");
      }
    }
    Field unnamed = new Field("items", "items", element, items.flag("required"), null);
    add(new Property(path, unnamed, items, true, true));
    return element;
  }

  private void add(Property property) {
    properties.add(property);
    if (properties.size() == MAX_FIELDS + 1) {
      property.section().fault("more than " + MAX_FIELDS + " properties; split the stream");
    }
  }

  private static String jsonName(Section section, String name) {
    String jsonName = section.text("physicalName");
    if (jsonName == null) {
      return name;
    }
    if (jsonName.isEmpty() || jsonName.length() > MAX_JSON_NAME) {
      section.fault(
          "physicalName", "must have 1 to " + MAX_JSON_NAME + " characters: a name in the JSON");
    }
    return jsonName;
  }
}
