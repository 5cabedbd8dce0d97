CREATE TABLE "merging_deliveries" (
	"delivery_id" bigint PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"destination_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"decoder_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"pack_id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"frames" text[] NOT NULL,
	"shard" smallint NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "merged" json;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "merged_into" bigint;--> statement-breakpoint
ALTER TABLE "delivery_queue" ADD COLUMN "held_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delivery_queue" ADD COLUMN "merged" json;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "merger" jsonb;--> statement-breakpoint
CREATE INDEX "merging_deliveries_device" ON "merging_deliveries" USING btree ("destination_id","device_id");--> statement-breakpoint
CREATE INDEX "merging_deliveries_until" ON "merging_deliveries" USING btree ("until");--> statement-breakpoint
SELECT close_table('merging_deliveries');--> statement-breakpoint
-- What waits for partners is the pipeline's to say.
REVOKE INSERT, UPDATE, DELETE ON merging_deliveries FROM things_app;--> statement-breakpoint
-- Turns over completely, as the queue does.
ALTER TABLE merging_deliveries SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1);--> statement-breakpoint
CREATE TRIGGER tell_configuration_merger AFTER UPDATE OF merger ON destinations FOR EACH ROW EXECUTE FUNCTION tell_configuration();
