CREATE TABLE "callers" (
	"network" text NOT NULL,
	"identifier" text NOT NULL,
	"door" text NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"claimed_at" timestamp (3) with time zone,
	CONSTRAINT "callers_network_identifier_door_pk" PRIMARY KEY("network","identifier","door")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "device_rates" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"whole_at" double precision NOT NULL,
	"granted" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "door_refusals" (
	"door" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_detail" text,
	CONSTRAINT "door_refusals_door_hour_reason_pk" PRIMARY KEY("door","hour","reason")
);
--> statement-breakpoint
CREATE INDEX "callers_last_seen" ON "callers" USING btree ("last_seen_at");--> statement-breakpoint
CREATE INDEX "device_refusals_hour" ON "device_refusals" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "unknown_devices_seen" ON "unknown_devices" USING btree ("connection_id","last_seen_at");
--> statement-breakpoint
-- Rewritten with every message of a device: the new version fits beside the old one, without touching the index.
ALTER TABLE device_rates SET (fillfactor = 50);--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON device_rates, callers, door_refusals TO things_pipeline;--> statement-breakpoint
ALTER TABLE callers ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE callers FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE door_refusals ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE door_refusals FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY pipeline ON callers FOR ALL TO things_pipeline USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY pipeline ON door_refusals FOR ALL TO things_pipeline USING (true) WITH CHECK (true);--> statement-breakpoint
-- What nobody has claimed is the platform's operator's to see, and what is refused without a name.
CREATE POLICY operator ON callers FOR SELECT TO things_app
  USING (claimed_at IS NULL AND (SELECT nullif(current_setting('app.customer_id', true), '')::uuid) = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
CREATE POLICY operator ON door_refusals FOR SELECT TO things_app
  USING ((SELECT nullif(current_setting('app.customer_id', true), '')::uuid) = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
-- A caller is a customer's from the moment at which it has a device of that identifier; its adapters are its own by their policy.
CREATE POLICY own ON callers FOR SELECT TO things_app USING (EXISTS (SELECT FROM network_adapters a
  WHERE a.network = callers.network AND a.identifier = callers.identifier));--> statement-breakpoint
CREATE POLICY claim ON callers FOR UPDATE TO things_app
  USING (EXISTS (SELECT FROM network_adapters a WHERE a.network = callers.network AND a.identifier = callers.identifier))
  WITH CHECK (EXISTS (SELECT FROM network_adapters a WHERE a.network = callers.network AND a.identifier = callers.identifier));--> statement-breakpoint
GRANT SELECT, UPDATE (claimed_at) ON callers TO things_app;--> statement-breakpoint
GRANT SELECT ON door_refusals TO things_app;
