CREATE TABLE "downlinks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "downlinks_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"state" text DEFAULT 'PENDING' NOT NULL,
	"reason" text,
	"detail" text,
	"channel" text NOT NULL,
	"method" json NOT NULL,
	"feedback_seconds" integer NOT NULL,
	"retry_limit" smallint NOT NULL,
	"dry_run" boolean NOT NULL,
	"external_reference" text,
	"created_by" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"timeout_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"tries" smallint DEFAULT 0 NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"queue_item" text,
	"next_at" timestamp (3) with time zone,
	"busy_until" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "downlinks_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "simulated_network_downlinks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "simulated_network_downlinks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"dev_eui" text NOT NULL,
	"queue_item" text NOT NULL,
	"f_port" smallint NOT NULL,
	"payload" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "simulated_network_downlinks_item" UNIQUE("queue_item")
);
--> statement-breakpoint
ALTER TABLE "downlinks" ADD CONSTRAINT "downlinks_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_network_downlinks" ADD CONSTRAINT "simulated_network_downlinks_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "downlinks_executing" ON "downlinks" USING btree ("device_id") WHERE state = 'EXECUTING';--> statement-breakpoint
CREATE UNIQUE INDEX "downlinks_reference" ON "downlinks" USING btree ("customer_id","external_reference") WHERE external_reference is not null;--> statement-breakpoint
CREATE INDEX "downlinks_pending" ON "downlinks" USING btree ("device_id","number") WHERE state = 'PENDING';--> statement-breakpoint
CREATE INDEX "downlinks_due" ON "downlinks" USING btree ("next_at") WHERE state = 'EXECUTING' and next_at is not null;--> statement-breakpoint
CREATE INDEX "downlinks_waiting" ON "downlinks" USING btree ("checked_at") WHERE state = 'EXECUTING' and sent_at is not null;--> statement-breakpoint
CREATE INDEX "downlinks_timeout" ON "downlinks" USING btree ("timeout_at") WHERE state = 'EXECUTING';--> statement-breakpoint
CREATE INDEX "downlinks_device" ON "downlinks" USING btree ("device_id","number");--> statement-breakpoint
CREATE INDEX "downlinks_created" ON "downlinks" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "simulated_network_downlinks_device" ON "simulated_network_downlinks" USING btree ("dev_eui","id");--> statement-breakpoint
SELECT close_table('downlinks');--> statement-breakpoint
SELECT close_table('simulated_network_downlinks');--> statement-breakpoint
-- What waits at the built-in network server is the worker's.
REVOKE INSERT, UPDATE, DELETE ON simulated_network_downlinks FROM things_app;--> statement-breakpoint
-- The ingestion answers a device with what is under way for it: it hears of what begins. That one ended is seen when it asks.
CREATE TRIGGER tell_configuration AFTER UPDATE OF state ON downlinks FOR EACH ROW
  WHEN (NEW.state = 'EXECUTING' AND OLD.state <> 'EXECUTING' AND NEW.channel = 'http') EXECUTE FUNCTION tell_configuration();--> statement-breakpoint
CREATE FUNCTION refuse_change_of_ended_downlink() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'downlink % has ended: it does not change any more', OLD.id USING ERRCODE = 'check_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER downlinks_ended BEFORE UPDATE ON downlinks FOR EACH ROW
  WHEN (OLD.state NOT IN ('PENDING', 'EXECUTING')) EXECUTE FUNCTION refuse_change_of_ended_downlink();
