CREATE TABLE "simulated_devices" (
	"dev_eui" text PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"name" text NOT NULL,
	"device" jsonb NOT NULL,
	"memory" text NOT NULL,
	"next_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "simulated_devices_next_at" ON "simulated_devices" USING btree ("next_at");--> statement-breakpoint
SELECT close_table('simulated_devices');
