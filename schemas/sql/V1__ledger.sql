-- The ledger: one page for each writer, split and checkpoint, visible once the checkpoint is complete.
--   run         the Flink job's id and what tells its starts apart: a fresh start is another run
--   checkpoint  the checkpoint that the page belongs to; 9223372036854775807: after the last one, at the end of the input
--   writer      which subtask of which operator counted: decode-0 (consumed, rejected), dedup-0 (written, duplicate, late)
-- Summed over its writers: consumed = written + duplicate + rejected.
CREATE TABLE ledger (
  job              text        NOT NULL,
  run              text        NOT NULL,
  stream           text        NOT NULL,
  split            text        NOT NULL,
  checkpoint       bigint      NOT NULL,
  writer           text        NOT NULL,
  consumed         bigint      NOT NULL,
  written          bigint      NOT NULL,
  duplicate        bigint      NOT NULL,
  rejected         bigint      NOT NULL,
  late             bigint      NOT NULL, -- part of written
  first_position   numeric,              -- Kafka offset or Kinesis sequence number; null when nothing was consumed
  last_position    numeric,
  min_event_time   timestamptz,          -- of accepted events
  max_event_time   timestamptz,
  contract_id      text        NOT NULL,
  contract_version text        NOT NULL,
  PRIMARY KEY (job, run, stream, split, checkpoint, writer)
);

-- Rejected and duplicate records that have a reason.
CREATE TABLE ledger_reason (
  job        text   NOT NULL,
  run        text   NOT NULL,
  stream     text   NOT NULL,
  split      text   NOT NULL,
  checkpoint bigint NOT NULL,
  writer     text   NOT NULL,
  reason     text   NOT NULL,
  outcome    text   NOT NULL, -- duplicate or rejected
  records    bigint NOT NULL,
  PRIMARY KEY (job, run, stream, split, checkpoint, writer, reason)
);

-- Written events by the lake partition that they are filed under.
CREATE TABLE ledger_partition (
  job            text   NOT NULL,
  run            text   NOT NULL,
  stream         text   NOT NULL,
  split          text   NOT NULL,
  checkpoint     bigint NOT NULL,
  writer         text   NOT NULL,
  lake_partition text   NOT NULL, -- event_date=2026-11-22/event_hour=13
  written        bigint NOT NULL,
  PRIMARY KEY (job, run, stream, split, checkpoint, writer, lake_partition)
);

-- The two-phase sink's own: one marker for each committable that has been applied. A committable whose marker is here
-- changes nothing when it is committed again.
CREATE TABLE millrace_commit (
  committable  uuid        PRIMARY KEY,
  job          text        NOT NULL,
  sink         text        NOT NULL,
  writer       integer     NOT NULL, -- subtask
  row_count    bigint      NOT NULL,
  committed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX millrace_commit_by_age ON millrace_commit (job, sink, committed_at);

-- Does every record that a run consumed have its one outcome?
CREATE VIEW ledger_balance AS
SELECT
  job,
  run,
  stream,
  split,
  sum(consumed)::bigint                                  AS consumed,
  sum(written)::bigint                                   AS written,
  sum(duplicate)::bigint                                 AS duplicate,
  sum(rejected)::bigint                                  AS rejected,
  sum(late)::bigint                                      AS late,
  sum(consumed - written - duplicate - rejected)::bigint AS difference,
  sum(consumed - written - duplicate - rejected) = 0     AS balanced,
  min(first_position)                                    AS first_position,
  max(last_position)                                     AS last_position,
  min(min_event_time)                                    AS min_event_time,
  max(max_event_time)                                    AS max_event_time
FROM ledger
GROUP BY job, run, stream, split;

-- The same by reason.
CREATE VIEW ledger_reasons AS
SELECT job, run, stream, split, outcome, reason, sum(records)::bigint AS records
FROM ledger_reason
GROUP BY job, run, stream, split, outcome, reason;
