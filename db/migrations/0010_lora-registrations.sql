CREATE TABLE "lora_registrations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"device_id" uuid,
	"dev_eui" text NOT NULL,
	"wish" text NOT NULL,
	"present" text DEFAULT 'ABSENT' NOT NULL,
	"plan" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"wished_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failure_code" text,
	"failure_reason" text,
	"failure_of" text,
	"failed_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lora_registrations_connection_dev_eui" UNIQUE("connection_id","dev_eui")
);
--> statement-breakpoint
CREATE TABLE "simulated_network_devices" (
	"dev_eui" text PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"join_eui" text NOT NULL,
	"app_key" text NOT NULL,
	"plan" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "lora_connections" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lora_connections" ADD COLUMN "api_secrets" text;--> statement-breakpoint
ALTER TABLE "lora_registrations" ADD CONSTRAINT "lora_registrations_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lora_registrations" ADD CONSTRAINT "lora_registrations_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE SET NULL ("device_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_network_devices" ADD CONSTRAINT "simulated_network_devices_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lora_registrations_device" ON "lora_registrations" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "lora_registrations_due" ON "lora_registrations" USING btree ("next_at") WHERE "lora_registrations"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "lora_registrations_orphans" ON "lora_registrations" USING btree ("wished_at") WHERE "lora_registrations"."device_id" is null;--> statement-breakpoint
CREATE INDEX "lora_bindings_customer_status" ON "lora_bindings" USING btree ("customer_id","status");--> statement-breakpoint
CREATE INDEX "network_adapters_customer_identifier" ON "network_adapters" USING btree ("customer_id","network","identifier");--> statement-breakpoint
SELECT close_table('lora_registrations');--> statement-breakpoint
SELECT close_table('simulated_network_devices');
