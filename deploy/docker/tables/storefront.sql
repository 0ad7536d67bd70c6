CREATE TABLE IF NOT EXISTS "storefront_revenue_by_country" (
  "window_start" timestamp with time zone NOT NULL,
  "window_end" timestamp with time zone NOT NULL,
  "group_id" uuid NOT NULL,
  "country" text,
  "device_kind" text,
  "orders" bigint NOT NULL,
  "revenue" numeric,
  "largest" numeric,
  "buyers" bigint NOT NULL,
  "p95" double precision,
  "revision" bigint NOT NULL,
  "updated_at" timestamp with time zone NOT NULL,
  PRIMARY KEY ("window_start", "window_end", "group_id")
);
COMMENT ON TABLE "storefront_revenue_by_country" IS 'Rollup revenue_by_country of stream storefront';
COMMENT ON COLUMN "storefront_revenue_by_country"."group_id" IS 'of the group''s values, which may be null';
COMMENT ON COLUMN "storefront_revenue_by_country"."revision" IS '1 when the window fired, one more with each change';
COMMENT ON COLUMN "storefront_revenue_by_country"."updated_at" IS 'when this row was last written: the commit''s time';
CREATE TABLE IF NOT EXISTS "storefront_revenue_by_country_corrections" (
  "window_start" timestamp with time zone NOT NULL,
  "window_end" timestamp with time zone NOT NULL,
  "group_id" uuid NOT NULL,
  "revision" bigint NOT NULL,
  "country" text,
  "device_kind" text,
  "old_orders" bigint NOT NULL,
  "old_revenue" numeric,
  "old_largest" numeric,
  "old_buyers" bigint NOT NULL,
  "old_p95" double precision,
  "new_orders" bigint NOT NULL,
  "new_revenue" numeric,
  "new_largest" numeric,
  "new_buyers" bigint NOT NULL,
  "new_p95" double precision,
  "updated_at" timestamp with time zone NOT NULL,
  PRIMARY KEY ("window_start", "window_end", "group_id", "revision")
);
COMMENT ON TABLE "storefront_revenue_by_country_corrections" IS 'What late events changed in rollup revenue_by_country; appended only';
COMMENT ON COLUMN "storefront_revenue_by_country_corrections"."group_id" IS 'of the group''s values, which may be null';
COMMENT ON COLUMN "storefront_revenue_by_country_corrections"."updated_at" IS 'when this row was last written: the commit''s time';
CREATE TABLE IF NOT EXISTS "storefront_traffic" (
  "window_start" timestamp with time zone NOT NULL,
  "window_end" timestamp with time zone NOT NULL,
  "group_id" uuid NOT NULL,
  "type" text,
  "events" bigint NOT NULL,
  "visitors" bigint NOT NULL,
  "revision" bigint NOT NULL,
  "updated_at" timestamp with time zone NOT NULL,
  PRIMARY KEY ("window_start", "window_end", "group_id")
);
COMMENT ON TABLE "storefront_traffic" IS 'Rollup traffic of stream storefront';
COMMENT ON COLUMN "storefront_traffic"."group_id" IS 'of the group''s values, which may be null';
COMMENT ON COLUMN "storefront_traffic"."revision" IS '1 when the window fired, one more with each change';
COMMENT ON COLUMN "storefront_traffic"."updated_at" IS 'when this row was last written: the commit''s time';
CREATE TABLE IF NOT EXISTS "storefront_traffic_corrections" (
  "window_start" timestamp with time zone NOT NULL,
  "window_end" timestamp with time zone NOT NULL,
  "group_id" uuid NOT NULL,
  "revision" bigint NOT NULL,
  "type" text,
  "old_events" bigint NOT NULL,
  "old_visitors" bigint NOT NULL,
  "new_events" bigint NOT NULL,
  "new_visitors" bigint NOT NULL,
  "updated_at" timestamp with time zone NOT NULL,
  PRIMARY KEY ("window_start", "window_end", "group_id", "revision")
);
COMMENT ON TABLE "storefront_traffic_corrections" IS 'What late events changed in rollup traffic; appended only';
COMMENT ON COLUMN "storefront_traffic_corrections"."group_id" IS 'of the group''s values, which may be null';
COMMENT ON COLUMN "storefront_traffic_corrections"."updated_at" IS 'when this row was last written: the commit''s time';
CREATE TABLE IF NOT EXISTS "storefront_too_late" (
  "rollup" text NOT NULL,
  "window_start" timestamp with time zone NOT NULL,
  "window_end" timestamp with time zone NOT NULL,
  "split" text NOT NULL,
  "job" text NOT NULL,
  "run" text NOT NULL,
  "checkpoint" bigint NOT NULL,
  "writer" text NOT NULL,
  "records" bigint NOT NULL,
  "first_position" numeric NOT NULL,
  "last_position" numeric NOT NULL,
  PRIMARY KEY ("rollup", "window_start", "window_end", "split", "job", "run", "checkpoint", "writer")
);
COMMENT ON TABLE "storefront_too_late" IS 'What came after a window''s cut-off; the sum of a window''s rows is what it missed';
CREATE TABLE IF NOT EXISTS "storefront_visits" (
  "group_id" uuid NOT NULL,
  "session_start" timestamp with time zone NOT NULL,
  "session_end" timestamp with time zone NOT NULL,
  "visitor_id" text NOT NULL,
  "events" bigint NOT NULL,
  "first_page_url" text,
  "first_referrer" text,
  "last_page_url" text,
  "pages" bigint NOT NULL,
  "spent" numeric,
  "revision" bigint NOT NULL,
  "updated_at" timestamp with time zone NOT NULL,
  PRIMARY KEY ("group_id", "session_start")
);
COMMENT ON TABLE "storefront_visits" IS 'Sessions visits of stream storefront';
COMMENT ON COLUMN "storefront_visits"."group_id" IS 'of the key''s values, which may be long';
COMMENT ON COLUMN "storefront_visits"."revision" IS '1 when the session was over, one more with each change';
COMMENT ON COLUMN "storefront_visits"."updated_at" IS 'when this row was last written: the commit''s time';
