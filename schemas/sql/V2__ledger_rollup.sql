-- What became of the events that a rollups job handed to each of its rollups (ledger.written): one page for each
-- writer, split, rollup and checkpoint.
CREATE TABLE ledger_rollup (
  job        text   NOT NULL,
  run        text   NOT NULL,
  stream     text   NOT NULL,
  split      text   NOT NULL,
  checkpoint bigint NOT NULL,
  writer     text   NOT NULL, -- rollups-0
  rollup     text   NOT NULL,
  counted    bigint NOT NULL, -- in all of their windows
  filtered   bigint NOT NULL, -- not let in by the rollup's where
  too_late   bigint NOT NULL, -- missed at least one of their windows: see <stream>_too_late
  PRIMARY KEY (job, run, stream, split, checkpoint, writer, rollup)
);

-- Does every unique event have its one outcome in every rollup?
CREATE VIEW ledger_rollup_balance AS
SELECT
  job,
  run,
  stream,
  split,
  outcome.rollup,
  coalesce(handed.written, 0)::bigint                                      AS written,
  outcome.counted,
  outcome.filtered,
  outcome.too_late,
  (coalesce(handed.written, 0) - counted - filtered - too_late)::bigint    AS difference,
  coalesce(handed.written, 0) - counted - filtered - too_late = 0          AS balanced
FROM (
  SELECT
    job, run, stream, split, rollup,
    sum(counted)::bigint AS counted, sum(filtered)::bigint AS filtered, sum(too_late)::bigint AS too_late
  FROM ledger_rollup
  GROUP BY job, run, stream, split, rollup
) outcome
LEFT JOIN (
  SELECT job, run, stream, split, sum(written) AS written FROM ledger GROUP BY job, run, stream, split
) handed USING (job, run, stream, split);
