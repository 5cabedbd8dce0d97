ALTER TABLE "simulated_devices" DROP CONSTRAINT "simulated_devices_connection_fk";--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD COLUMN "connection_customer_id" uuid;--> statement-breakpoint
-- As a role whose policy is true, for the owner's is none.
SET LOCAL ROLE things_pipeline;
UPDATE simulated_devices SET connection_customer_id = customer_id;
RESET ROLE;
--> statement-breakpoint
ALTER TABLE "simulated_devices" ALTER COLUMN "connection_customer_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD COLUMN "device_id" uuid;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD COLUMN "registered_dev_eui" text GENERATED ALWAYS AS (case when device_id is not null then dev_eui end) STORED;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD COLUMN "repeats" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_registration_fk" FOREIGN KEY ("registered_dev_eui") REFERENCES "public"."simulated_network_devices"("dev_eui") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_connection_fk" FOREIGN KEY ("connection_customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "simulated_devices_device" ON "simulated_devices" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "simulated_devices_registered" ON "simulated_devices" USING btree ("registered_dev_eui");--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_connection_owner" CHECK ("simulated_devices"."connection_customer_id" = "simulated_devices"."customer_id" or "simulated_devices"."connection_customer_id" = '00000000-0000-0000-0000-000000000001');
