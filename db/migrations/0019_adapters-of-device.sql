DROP INDEX "network_adapters_device";--> statement-breakpoint
CREATE INDEX "network_adapters_device" ON "network_adapters" USING btree ("device_id","customer_id");
