CREATE TABLE "repeated_messages" (
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "repeated_messages_device_id_connection_id_hour_pk" PRIMARY KEY("device_id","connection_id","hour")
);
--> statement-breakpoint
CREATE TABLE "shelved_packs" (
	"id" bigint PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"decoder_id" uuid NOT NULL,
	"decoder_version_id" uuid,
	"time" timestamp (3) with time zone NOT NULL,
	"shape_id" bigint NOT NULL,
	"v" double precision[] NOT NULL,
	"rest" json,
	"why" text NOT NULL,
	"replay_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uplink_replays" (
	"uplink_id" bigint NOT NULL,
	"replay_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_name" text NOT NULL,
	"into" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	CONSTRAINT "uplink_replays_uplink_id_replay_id_pk" PRIMARY KEY("uplink_id","replay_id")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "replay_id" uuid;--> statement-breakpoint
ALTER TABLE "delivery_queue" ADD COLUMN "replay_id" uuid;--> statement-breakpoint
ALTER TABLE "repeated_messages" ADD CONSTRAINT "repeated_messages_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "repeated_messages_connection" ON "repeated_messages" USING btree ("connection_id","hour");--> statement-breakpoint
CREATE INDEX "repeated_messages_hour" ON "repeated_messages" USING btree ("hour");--> statement-breakpoint
CREATE INDEX "shelved_packs_uplink" ON "shelved_packs" USING btree ("uplink_id");--> statement-breakpoint
CREATE INDEX "shelved_packs_device" ON "shelved_packs" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "shelved_packs_received" ON "shelved_packs" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "uplink_replays_device" ON "uplink_replays" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "uplink_replays_received" ON "uplink_replays" USING btree ("received_at");--> statement-breakpoint
SELECT close_table('shelved_packs');--> statement-breakpoint
SELECT close_table('uplink_replays');--> statement-breakpoint
SELECT close_table('repeated_messages');--> statement-breakpoint
-- A replay puts a message's packs in the place of others, in the transaction that says so. Nothing else of the portal's
-- writes what the pipeline wrote, and no pack is changed.
GRANT INSERT, DELETE ON packs, decoding_failures TO things_app;--> statement-breakpoint
REVOKE UPDATE, DELETE ON shelved_packs, uplink_replays FROM things_app;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON repeated_messages FROM things_app;
