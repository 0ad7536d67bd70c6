-- Where a page's first and last record stand inside a KPL aggregate, whose records share one Kinesis sequence number.
-- Null for Kafka, and in pages of earlier versions.
ALTER TABLE ledger ADD COLUMN first_sub_position bigint;
ALTER TABLE ledger ADD COLUMN last_sub_position bigint;
