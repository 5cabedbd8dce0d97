-- Both are trusted extensions: an owner who may create in the database may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;--> statement-breakpoint
DROP INDEX "device_activity_last_message";--> statement-breakpoint
DROP INDEX "devices_customer_project";--> statement-breakpoint
DROP INDEX "devices_customer_identifier";--> statement-breakpoint
ALTER TABLE "device_activity" ALTER COLUMN "last_message_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "device_activity" ALTER COLUMN "last_uplink_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "search_text" text GENERATED ALWAYS AS (lower(name || chr(10) || replace(coalesce(identifier, ''), '-', '') || chr(10) || coalesce(barcode, ''))) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "device_activity_heard" ON "device_activity" USING btree ("customer_id",coalesce("last_message_at", '1970-01-01 00:00:00+00'::timestamptz),"device_id");--> statement-breakpoint
CREATE INDEX "devices_customer_type" ON "devices" USING btree ("customer_id","device_type_id","id");--> statement-breakpoint
CREATE INDEX "devices_deactivated" ON "devices" USING btree ("customer_id","name","id") WHERE "devices"."status" = 'DEACTIVATED';--> statement-breakpoint
CREATE INDEX "devices_search_text" ON "devices" USING gin ("customer_id","search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "devices_tags" ON "devices" USING gin ("customer_id","tags");--> statement-breakpoint
CREATE INDEX "devices_customer_project" ON "devices" USING btree ("customer_id","project_id","id");--> statement-breakpoint
CREATE INDEX "devices_customer_identifier" ON "devices" USING btree ("customer_id",coalesce("identifier", ''),"id");--> statement-breakpoint
-- Row-level security lets no operator that might tell of a row it refuses (LIKE, &&) choose rows by an index. These two
-- functions ask the index as the pipeline's role, of the one customer that the transaction is bound to, and answer with
-- ids alone; what is read by them is read under the policies again. See docs/decisions/0015.
CREATE FUNCTION devices_like(pattern text) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT id FROM devices
  WHERE customer_id = nullif(current_setting('app.customer_id', true), '')::uuid AND search_text LIKE pattern
$$;
--> statement-breakpoint
CREATE FUNCTION devices_tagged(wanted text[]) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp ROWS 100 AS $$
  SELECT id FROM devices
  WHERE customer_id = nullif(current_setting('app.customer_id', true), '')::uuid AND tags && wanted
$$;
--> statement-breakpoint
-- What the pipeline alone may write begins with its device.
CREATE FUNCTION begin_activity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO device_activity (device_id, customer_id) SELECT id, customer_id FROM added ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO things_pipeline;
ALTER FUNCTION devices_like(text) OWNER TO things_pipeline;
ALTER FUNCTION devices_tagged(text[]) OWNER TO things_pipeline;
ALTER FUNCTION begin_activity() OWNER TO things_pipeline;
REVOKE CREATE ON SCHEMA public FROM things_pipeline;
--> statement-breakpoint
SET LOCAL ROLE things_pipeline;
REVOKE EXECUTE ON FUNCTION devices_like(text), devices_tagged(text[]), begin_activity() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION devices_like(text), devices_tagged(text[]) TO things_app;
INSERT INTO device_activity (device_id, customer_id) SELECT id, customer_id FROM devices ON CONFLICT DO NOTHING;
RESET ROLE;
--> statement-breakpoint
CREATE TRIGGER begin_activity AFTER INSERT ON devices REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION begin_activity();
