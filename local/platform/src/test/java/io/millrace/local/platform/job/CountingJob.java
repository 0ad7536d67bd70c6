package io.millrace.local.platform.job;

import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Counts numbers by their last digit, without end and without haste: a job with state. */
public final class CountingJob {

  private static final long PAUSE_NANOS = 1_000_000;

  private CountingJob() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      throw new IllegalArgumentException("Usage: CountingJob <name>");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.fromSource(
            new NumberSequenceSource(0, Long.MAX_VALUE - 1),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        // Here, not where they are counted: what waits in network buffers makes barriers wait.
        .map(CountingJob::unhurried)
        .returns(Types.LONG)
        .name("unhurried")
        .uid("unhurried")
        .keyBy(number -> number % 10, Types.LONG)
        .process(new Count())
        .name("count")
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .name("nowhere")
        .uid("nowhere");
    env.execute(args[0]);
  }

  private static Long unhurried(Long number) {
    LockSupport.parkNanos(PAUSE_NANOS);
    return number;
  }

  private static final class Count extends KeyedProcessFunction<Long, Long, Long> {

    private transient ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      count.update(before == null ? 1 : before + 1);
      out.collect(count.value());
    }
  }
}
