ALTER TABLE "simulated_network_devices" ADD CONSTRAINT "simulated_network_devices_customer_dev_eui" UNIQUE("customer_id","dev_eui");--> statement-breakpoint
ALTER TABLE "simulated_devices" DROP CONSTRAINT "simulated_devices_registration_fk";--> statement-breakpoint
ALTER TABLE "simulated_devices" ADD CONSTRAINT "simulated_devices_registration_fk" FOREIGN KEY ("customer_id","registered_dev_eui") REFERENCES "public"."simulated_network_devices"("customer_id","dev_eui") ON DELETE cascade ON UPDATE no action;
