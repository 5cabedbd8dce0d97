CREATE TABLE "far_packs" (
	"pack_id" bigint PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "far_packs_device" ON "far_packs" USING btree ("device_id","until");--> statement-breakpoint
CREATE INDEX "far_packs_received" ON "far_packs" USING btree ("received_at");--> statement-breakpoint
SELECT close_table('far_packs');--> statement-breakpoint
REVOKE UPDATE, DELETE ON far_packs FROM things_app;--> statement-breakpoint
-- Times of records stand as seconds after the pack's own, of those that have one.
CREATE FUNCTION pack_until(since timestamptz, rest json) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT since + make_interval(secs => coalesce((SELECT max(value::float8) FROM json_each_text(rest -> 't')), 0))
$$;
--> statement-breakpoint
-- The other packs are found by their own time and by when they were received.
CREATE FUNCTION reaches_far(since timestamptz, until timestamptz, received_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT until - since > interval '48 hours' OR until - received_at > interval '24 hours'
$$;
--> statement-breakpoint
CREATE FUNCTION keep_far_pack() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  -- What is kept to the millisecond may not end before its last record.
  ends timestamptz := pack_until(NEW.time, NEW.rest) + interval '1 millisecond';
BEGIN
  IF reaches_far(NEW.time, ends, NEW.received_at) THEN
    INSERT INTO far_packs (pack_id, received_at, customer_id, device_id, since, until)
    VALUES (NEW.id, NEW.received_at, NEW.customer_id, NEW.device_id, NEW.time, ends) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_far_pack AFTER INSERT ON packs FOR EACH ROW
WHEN ((NEW.rest -> 't') IS NOT NULL) EXECUTE FUNCTION keep_far_pack();
