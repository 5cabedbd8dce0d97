CREATE TABLE "desired_resends" (
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"downlink_id" uuid NOT NULL,
	"most" smallint NOT NULL,
	"pause_seconds" integer NOT NULL,
	"sent" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone,
	CONSTRAINT "desired_resends_device_id_name_pk" PRIMARY KEY("device_id","name")
);
--> statement-breakpoint
DROP INDEX "alerts_opened";--> statement-breakpoint
DROP INDEX "alerts_open";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "since_at" timestamp (3) with time zone;--> statement-breakpoint
-- What is told of a device begins when its next message was due, not when somebody looked.
SET LOCAL ROLE things_pipeline;
UPDATE alerts a SET since_at = CASE WHEN a.device_id IS NULL THEN coalesce(a.heard_at, a.opened_at) ELSE least(a.opened_at, coalesce(
  a.heard_at + make_interval(secs => coalesce(t.expected_interval_seconds, x.interval_seconds, 36000)::float8), d.created_at)) END
FROM alerts o LEFT JOIN devices d ON d.id = o.device_id LEFT JOIN device_types t ON t.id = d.device_type_id
LEFT JOIN device_activity x ON x.device_id = o.device_id WHERE o.id = a.id;
RESET ROLE;
--> statement-breakpoint
ALTER TABLE "alerts" ALTER COLUMN "since_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "desired_resends" ADD CONSTRAINT "desired_resends_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "desired_resends_due" ON "desired_resends" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "alerts_since" ON "alerts" USING btree ("customer_id","since_at","id");--> statement-breakpoint
CREATE INDEX "alerts_open_since" ON "alerts" USING btree ("customer_id","since_at","id") WHERE status = 'open';
--> statement-breakpoint
SELECT close_table('desired_resends');
