CREATE TABLE "flow_encoders" (
	"customer_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"encoder_customer_id" uuid NOT NULL,
	"encoder_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_encoders_flow_id_device_type_id_encoder_id_pk" PRIMARY KEY("flow_id","device_type_id","encoder_id"),
	CONSTRAINT "flow_encoders_type_owner" CHECK ("flow_encoders"."device_type_customer_id" = "flow_encoders"."customer_id" or "flow_encoders"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001'),
	CONSTRAINT "flow_encoders_encoder_owner" CHECK ("flow_encoders"."encoder_customer_id" = "flow_encoders"."customer_id" or "flow_encoders"."encoder_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
ALTER TABLE "flow_encoders" ADD CONSTRAINT "flow_encoders_flow_fk" FOREIGN KEY ("customer_id","flow_id") REFERENCES "public"."flows"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_encoders" ADD CONSTRAINT "flow_encoders_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_encoders" ADD CONSTRAINT "flow_encoders_encoder_fk" FOREIGN KEY ("encoder_customer_id","encoder_id") REFERENCES "public"."encoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
SELECT close_table('flow_encoders');--> statement-breakpoint
CREATE TRIGGER tell_configuration AFTER INSERT OR UPDATE OR DELETE ON flow_encoders FOR EACH ROW EXECUTE FUNCTION tell_configuration();--> statement-breakpoint
-- Encoders are on from the start, so that what could be told to devices before can be told now.
INSERT INTO flow_encoders (customer_id, flow_id, device_type_customer_id, device_type_id, encoder_customer_id, encoder_id)
SELECT DISTINCT fd.customer_id, fd.flow_id, d.device_type_customer_id, d.device_type_id, te.encoder_customer_id, te.encoder_id
FROM flow_devices fd
JOIN devices d ON d.id = fd.device_id
JOIN device_type_encoders te ON te.device_type_id = d.device_type_id
  AND te.customer_id IN (fd.customer_id, '00000000-0000-0000-0000-000000000001');
