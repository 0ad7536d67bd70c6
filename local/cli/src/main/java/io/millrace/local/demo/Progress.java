package io.millrace.local.demo;

import io.millrace.local.audit.LedgerReader.Totals;
import io.millrace.local.platform.CheckpointOverview.Completed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a demo is.
 *
 * @param sent records that the broker was given
 * @param total records that it will be given
 * @param read records that the job has read since it last started
 * @param perSecond records read a second, of late
 * @param committed what the ledger has: it and the lake's files become visible with each checkpoint
 * @param watermark the job's event time; empty before the first
 * @param checkpoint the last completed one
 * @param recoveries how often the job went back to a checkpoint
 */
public record Progress(
    Duration elapsed,
    long sent,
    long total,
    long read,
    long perSecond,
    Totals committed,
    Optional<Instant> watermark,
    Optional<Completed> checkpoint,
    long recoveries) {}
