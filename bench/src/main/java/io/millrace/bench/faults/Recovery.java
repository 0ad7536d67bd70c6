package io.millrace.bench.faults;

import java.time.Duration;

/**
 * How long a round took.
 *
 * @param mending from the beginning of the fault until it was mended
 * @param nextFile from then on until the lake job had committed what a new checkpoint holds, as its
 *     ledger's page says
 * @param allJobs from then on until each job had committed what it writes
 */
record Recovery(Duration mending, Duration nextFile, Duration allJobs) {}
