-- All that a pack has of its own.
CREATE TYPE kept_pack AS (
	"id" bigint,
	"uplink_id" bigint,
	"received_at" timestamp (3) with time zone,
	"time" timestamp (3) with time zone,
	"v" double precision[],
	"rest" json
);
--> statement-breakpoint
CREATE TABLE "pack_weeks" (
	"week" date NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"decoder_id" uuid NOT NULL,
	"decoder_version_id" uuid,
	"shape_id" bigint NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"packs" "kept_pack"[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "pack_weeks_device" ON "pack_weeks" USING btree ("device_id","until");--> statement-breakpoint
CREATE INDEX "pack_weeks_week" ON "pack_weeks" USING btree ("week");--> statement-breakpoint
SELECT close_table('pack_weeks');--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON pack_weeks FROM things_app;--> statement-breakpoint
CREATE VIEW all_packs WITH (security_invoker) AS
SELECT id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest,
  time AS since, time AS until
FROM packs
UNION ALL
SELECT k.id, k.received_at, w.customer_id, w.device_id, k.uplink_id, w.decoder_id, w.decoder_version_id, k.time, w.shape_id,
  k.v, k.rest, w.since, w.until
FROM pack_weeks w CROSS JOIN LATERAL unnest(w.packs) k;
--> statement-breakpoint
GRANT SELECT ON all_packs TO things_app, things_pipeline;--> statement-breakpoint
-- What moves from one table to the other is not taken away from its day.
CREATE OR REPLACE FUNCTION tell_packs_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('things.compacts', true) = 'yes' THEN RETURN NULL; END IF;
  UPDATE measure_days m SET stale = true
  FROM (SELECT DISTINCT device_id, (time AT TIME ZONE 'UTC')::date AS day FROM gone) g
  WHERE m.device_id = g.device_id AND m.day = g.day AND NOT m.stale;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION tell_weeks_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE measure_days m SET stale = true
  FROM gone g
  WHERE m.device_id = g.device_id AND m.day BETWEEN (g.since AT TIME ZONE 'UTC')::date AND (g.until AT TIME ZONE 'UTC')::date
    AND NOT m.stale;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_weeks_gone AFTER DELETE ON pack_weeks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_weeks_gone();
