CREATE TABLE "mqtt_bindings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"password" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mqtt_bindings_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "mqtt_brokers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alive_until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mqtt_sessions" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"broker" uuid NOT NULL,
	"connected_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "mqtt_bindings" ADD CONSTRAINT "mqtt_bindings_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mqtt_sessions" ADD CONSTRAINT "mqtt_sessions_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mqtt_bindings_device" ON "mqtt_bindings" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "mqtt_bindings_created" ON "mqtt_bindings" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "mqtt_sessions_broker" ON "mqtt_sessions" USING btree ("broker");--> statement-breakpoint
SELECT close_table('mqtt_bindings');--> statement-breakpoint
SELECT close_table('mqtt_sessions');--> statement-breakpoint
-- Who is connected is the brokers' to say.
REVOKE INSERT, UPDATE, DELETE ON mqtt_sessions FROM things_app;--> statement-breakpoint
GRANT SELECT ON mqtt_brokers TO things_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON mqtt_brokers TO things_pipeline;--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON mqtt_bindings FOR EACH ROW EXECUTE FUNCTION tell_configuration();
