CREATE TABLE "device_type_pictures" (
	"device_type_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"media_type" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "device_type_pictures_size" CHECK (octet_length(bytes) between 1 and 524288)
);
--> statement-breakpoint
CREATE TABLE "lora_gateways" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"gateway_id" text NOT NULL,
	"name" text NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"radius" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lora_gateways_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "lora_gateways_place" CHECK (latitude between -90 and 90 and longitude between -180 and 180)
);
--> statement-breakpoint
ALTER TABLE "device_types" ADD COLUMN "controls" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "device_type_pictures" ADD CONSTRAINT "device_type_pictures_type_fk" FOREIGN KEY ("customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lora_gateways" ADD CONSTRAINT "lora_gateways_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lora_gateways_gateway" ON "lora_gateways" USING btree ("customer_id","gateway_id");--> statement-breakpoint
SELECT close_table('lora_gateways');--> statement-breakpoint
SELECT close_table('device_type_pictures');--> statement-breakpoint
CREATE POLICY catalogue ON device_type_pictures FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON lora_gateways FOR EACH ROW EXECUTE FUNCTION tell_configuration();
