package io.millrace.contract;

import io.millrace.contract.YamlValue.Mapping;
import io.millrace.contract.YamlValue.Sequence;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a contract: an Open Data Contract Standard v3 document in YAML 1.2, as the page {@code
 * docs/contract.md} describes it. Reads bytes only, never another file; instantiates nothing that a
 * file names; bounded in memory and time. Thread-safe.
 */
public final class ContractCompiler {

  /** {@code maxOutOfOrderness} where a contract has none: one minute. */
  public static final Duration DEFAULT_MAX_OUT_OF_ORDERNESS = Duration.ofMinutes(1);

  /** {@code maxFutureSkew} where a contract has none: one hour. */
  public static final Duration DEFAULT_MAX_FUTURE_SKEW = Duration.ofHours(1);

  /** {@code dedupHorizon} where a contract has none: one day. */
  public static final Duration DEFAULT_DEDUP_HORIZON = Duration.ofDays(1);

  /** {@code allowedLateness} where a contract has none: one hour. */
  public static final Duration DEFAULT_ALLOWED_LATENESS = Duration.ofHours(1);

  private final Faults faults = new Faults();

  private ContractCompiler() {}

  /**
   * Compiles a contract, or says all that is wrong with it.
   *
   * @param fileName for messages only
   * @throws InvalidContractException if it has any fault
   */
  public static StreamContract compile(String fileName, byte[] yaml) {
    Compilation compilation = check(fileName, yaml);
    return compilation
        .contract()
        .orElseThrow(() -> new InvalidContractException(fileName, compilation.faults()));
  }

  /** Compiles a contract; its faults are a result, not an error. */
  public static Compilation check(String fileName, byte[] yaml) {
    ContractCompiler compiler = new ContractCompiler();
    StreamContract contract = compiler.contract(yaml);
    List<ContractFault> faults = compiler.faults.inFileOrder();
    return new Compilation(fileName, faults.isEmpty() ? contract : null, faults);
  }

  private @Nullable StreamContract contract(byte[] yaml) {
    YamlValue document = YamlReader.read(yaml, faults);
    if (document == null) {
      return null;
    }
    Standard.CONTRACT.check(Faults.ROOT, document, faults);
    if (!(document instanceof Mapping mapping)) {
      return null;
    }
    Section root = new Section(Faults.ROOT, mapping, faults);
    CustomProperties.refuseOurs(root);
    List<ServiceLevel> serviceLevels = ServiceLevelCompiler.compile(root);
    Section stream = onlyStream(root);
    return stream == null ? null : new StreamCompiler(root, stream, faults).compile(serviceLevels);
  }

  private @Nullable Section onlyStream(Section root) {
    if (root.value("schema") instanceof Sequence schema && schema.items().size() != 1) {
      root.fault(
          "schema",
          "has "
              + schema.items().size()
              + " objects; a contract is one stream: exactly one object");
      return null;
    }
    List<Section> streams = root.sections("schema");
    return streams.isEmpty() ? null : streams.get(0);
  }
}
