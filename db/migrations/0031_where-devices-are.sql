ALTER TABLE "devices" ADD COLUMN "latitude" double precision;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "longitude" double precision;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "altitude" double precision;--> statement-breakpoint
CREATE INDEX "uplinks_located" ON "uplinks" USING btree ("device_id","received_at") WHERE "uplinks"."kind" = 'lora.location';--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_location" CHECK ((latitude is null) = (longitude is null) and (altitude is null or latitude is not null) and latitude between -90 and 90 and longitude between -180 and 180);