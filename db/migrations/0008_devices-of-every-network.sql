CREATE TABLE "device_type_encoders" (
	"customer_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"encoder_customer_id" uuid NOT NULL,
	"encoder_id" uuid NOT NULL,
	CONSTRAINT "device_type_encoders_link" UNIQUE("customer_id","device_type_id","encoder_id"),
	CONSTRAINT "device_type_encoders_type_owner" CHECK ("device_type_encoders"."device_type_customer_id" = "device_type_encoders"."customer_id" or "device_type_encoders"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001'),
	CONSTRAINT "device_type_encoders_encoder_owner" CHECK ("device_type_encoders"."encoder_customer_id" = "device_type_encoders"."customer_id" or "device_type_encoders"."encoder_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
CREATE TABLE "encoders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"combines" boolean DEFAULT false NOT NULL,
	"commands" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "encoders_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "device_secrets" (
	"device_id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "device_types" ADD COLUMN "unread_decoders" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "lora_device_limit" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "cellular_device_limit" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "generic_device_limit" integer;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "allowed_networks" text[];--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "allowed_device_type_ids" uuid[];--> statement-breakpoint
ALTER TABLE "device_type_encoders" ADD CONSTRAINT "device_type_encoders_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_type_encoders" ADD CONSTRAINT "device_type_encoders_encoder_fk" FOREIGN KEY ("encoder_customer_id","encoder_id") REFERENCES "public"."encoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "encoders" ADD CONSTRAINT "encoders_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_secrets" ADD CONSTRAINT "device_secrets_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
SELECT close_table('device_secrets');--> statement-breakpoint
SELECT close_table('encoders');--> statement-breakpoint
SELECT close_table('device_type_encoders');--> statement-breakpoint
CREATE POLICY catalogue ON encoders FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
CREATE POLICY catalogue ON device_type_encoders FOR SELECT TO things_app USING (customer_id = '00000000-0000-0000-0000-000000000001');--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON device_secrets FOR EACH ROW EXECUTE FUNCTION tell_configuration();
