-- Records that the source no longer had when they were to be read, and that the job went on without
-- (source.on-gap=continue). A gap belongs to the checkpoint of the first page behind it.
--   Kafka    offsets first_position to last_position are missing; last_position is null when the topic was made again,
--            next_position is where reading went on
--   Kinesis  what stood between the records first_position and last_position is missing; last_position is null when
--            the shard itself is gone
CREATE TABLE ledger_gap (
  job            text    NOT NULL,
  run            text    NOT NULL,
  stream         text    NOT NULL,
  split          text    NOT NULL,
  checkpoint     bigint  NOT NULL,
  writer         text    NOT NULL,
  first_position numeric NOT NULL,
  last_position  numeric,
  next_position  numeric NOT NULL,
  PRIMARY KEY (job, run, stream, split, checkpoint, writer, first_position)
);
