CREATE TABLE "access_tokens" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"api_key_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"client_id" text NOT NULL,
	"secret_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"roles" text[] NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"operation" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"object_name" text,
	"before" jsonb,
	"after" jsonb,
	"address" text,
	"via" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"customer_id" uuid PRIMARY KEY NOT NULL,
	"kek_id" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"destination_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"pack_id" bigint NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint NOT NULL,
	"status_code" smallint,
	"duration_ms" integer,
	"finished_at" timestamp (3) with time zone NOT NULL,
	"replay_of" bigint,
	"attempt_log" json NOT NULL,
	CONSTRAINT "deliveries_id_received_at_pk" PRIMARY KEY("id","received_at")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "delivery_queue" (
	"id" bigint PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"destination_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"pack_id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"shard" smallint NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"replay_of" bigint,
	"attempt_log" json DEFAULT '[]'::json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secrets" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"failures_in_a_row" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"breaker_until" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "destinations_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "decoder_versions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"decoder_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"contract" text NOT NULL,
	"source" text NOT NULL,
	"source_hash" text NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "decoder_versions_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "decoders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"built_in" text,
	"name" text NOT NULL,
	"description" text,
	"records" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"current_version_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decoders_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "device_type_decoders" (
	"customer_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"decoder_customer_id" uuid NOT NULL,
	"decoder_id" uuid NOT NULL,
	CONSTRAINT "device_type_decoders_link" UNIQUE("customer_id","device_type_id","decoder_id"),
	CONSTRAINT "device_type_decoders_type_owner" CHECK ("device_type_decoders"."device_type_customer_id" = "device_type_decoders"."customer_id" or "device_type_decoders"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001'),
	CONSTRAINT "device_type_decoders_decoder_owner" CHECK ("device_type_decoders"."decoder_customer_id" = "device_type_decoders"."customer_id" or "device_type_decoders"."decoder_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
CREATE TABLE "device_types" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"category" text NOT NULL,
	"group" text NOT NULL,
	"networks" text[] NOT NULL,
	"lora_keys" text,
	"expected_interval_seconds" integer,
	"battery_chemistry" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "device_types_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "device_activity" (
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	"last_uplink_id" bigint NOT NULL,
	"last_signal" real,
	"last_spreading_factor" smallint,
	"interval_seconds" real,
	CONSTRAINT "device_activity_device_id_pk" PRIMARY KEY("device_id")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"barcode" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"identifier" text,
	"shard" smallint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "devices_customer_id_id" UNIQUE("customer_id","id"),
	CONSTRAINT "devices_device_type_owner" CHECK ("devices"."device_type_customer_id" = "devices"."customer_id" or "devices"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
CREATE TABLE "lora_bindings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"join_eui" text NOT NULL,
	"app_key" text,
	"connectivity_plan" text DEFAULT 'standard' NOT NULL,
	"status" text DEFAULT 'INVENTORY' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "network_adapters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"network" text NOT NULL,
	"identifier" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "network_adapters_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "flow_decoders" (
	"customer_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"device_type_customer_id" uuid NOT NULL,
	"device_type_id" uuid NOT NULL,
	"decoder_customer_id" uuid NOT NULL,
	"decoder_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_decoders_flow_id_device_type_id_decoder_id_pk" PRIMARY KEY("flow_id","device_type_id","decoder_id"),
	CONSTRAINT "flow_decoders_type_owner" CHECK ("flow_decoders"."device_type_customer_id" = "flow_decoders"."customer_id" or "flow_decoders"."device_type_customer_id" = '00000000-0000-0000-0000-000000000001'),
	CONSTRAINT "flow_decoders_decoder_owner" CHECK ("flow_decoders"."decoder_customer_id" = "flow_decoders"."customer_id" or "flow_decoders"."decoder_customer_id" = '00000000-0000-0000-0000-000000000001')
);
--> statement-breakpoint
CREATE TABLE "flow_destinations" (
	"customer_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"destination_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_destinations_flow_id_destination_id_pk" PRIMARY KEY("flow_id","destination_id")
);
--> statement-breakpoint
CREATE TABLE "flow_devices" (
	"customer_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_devices_flow_id_device_id_pk" PRIMARY KEY("flow_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flows_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "lora_connections" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"provider" text NOT NULL,
	"secret" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"last_message_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "lora_connections_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_detail" text,
	CONSTRAINT "refusals_connection_id_hour_reason_pk" PRIMARY KEY("connection_id","hour","reason")
);
--> statement-breakpoint
CREATE TABLE "unknown_devices" (
	"customer_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"network" text NOT NULL,
	"identifier" text NOT NULL,
	"count" bigint NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "unknown_devices_connection_id_network_identifier_pk" PRIMARY KEY("connection_id","network","identifier")
);
--> statement-breakpoint
CREATE TABLE "packs" (
	"id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"decoder_id" uuid NOT NULL,
	"decoder_version_id" uuid,
	"time" timestamp (3) with time zone NOT NULL,
	"shape_id" bigint NOT NULL,
	"v" double precision[] NOT NULL,
	"rest" json,
	CONSTRAINT "packs_id_received_at_pk" PRIMARY KEY("id","received_at")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "shapes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "shapes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"names" text[] NOT NULL,
	"units" text[] NOT NULL,
	"kinds" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"subscription" text DEFAULT 'tailored' NOT NULL,
	"device_limit" integer,
	"flow_limit" integer,
	"destination_limit" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
CREATE TABLE "twins" (
	"device_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"reported" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"desired" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"observed" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "twins_device_id_pk" PRIMARY KEY("device_id")
);
--> statement-breakpoint
CREATE TABLE "decoding_failures" (
	"uplink_id" bigint NOT NULL,
	"decoder_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"decoder_version_id" uuid,
	"received_at" timestamp (3) with time zone NOT NULL,
	"error" json NOT NULL,
	"logs" json,
	CONSTRAINT "decoding_failures_uplink_id_decoder_id_pk" PRIMARY KEY("uplink_id","decoder_id")
);
--> statement-breakpoint
CREATE TABLE "shard_leases" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"worker" uuid,
	"token" bigint DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uplink_bodies" (
	"id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "uplink_bodies_id_received_at_pk" PRIMARY KEY("id","received_at")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "uplink_identities" (
	"device_id" uuid NOT NULL,
	"identity" "bytea" NOT NULL,
	"customer_id" uuid NOT NULL,
	"uplink_id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uplink_identities_device_id_identity_pk" PRIMARY KEY("device_id","identity")
);
--> statement-breakpoint
CREATE TABLE "uplink_queue" (
	"uplink_id" bigint PRIMARY KEY NOT NULL,
	"shard" smallint NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uplinks" (
	"id" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"customer_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"connection_id" uuid,
	"kind" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"f_cnt_up" bigint,
	"f_port" smallint,
	"signal" real,
	"spreading_factor" smallint,
	"processed" boolean DEFAULT true NOT NULL,
	"event" json NOT NULL,
	"body_id" bigint NOT NULL,
	"body_offset" integer NOT NULL,
	"body_length" integer NOT NULL,
	CONSTRAINT "uplinks_id_received_at_pk" PRIMARY KEY("id","received_at")
) PARTITION BY RANGE ("received_at");
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"address" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "user_roles_user_id_role_pk" PRIMARY KEY("user_id","role")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"job_title" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"time_zone" text DEFAULT 'Europe/Amsterdam' NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_customer_id_id" UNIQUE("customer_id","id")
);
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_customer_id_api_key_id_api_keys_customer_id_id_fk" FOREIGN KEY ("customer_id","api_key_id") REFERENCES "public"."api_keys"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destinations" ADD CONSTRAINT "destinations_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decoder_versions" ADD CONSTRAINT "decoder_versions_decoder_fk" FOREIGN KEY ("customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decoders" ADD CONSTRAINT "decoders_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_type_decoders" ADD CONSTRAINT "device_type_decoders_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_type_decoders" ADD CONSTRAINT "device_type_decoders_decoder_fk" FOREIGN KEY ("decoder_customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_types" ADD CONSTRAINT "device_types_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_activity" ADD CONSTRAINT "device_activity_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_project_fk" FOREIGN KEY ("customer_id","project_id") REFERENCES "public"."projects"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_device_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lora_bindings" ADD CONSTRAINT "lora_bindings_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "network_adapters" ADD CONSTRAINT "network_adapters_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_decoders" ADD CONSTRAINT "flow_decoders_flow_fk" FOREIGN KEY ("customer_id","flow_id") REFERENCES "public"."flows"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_decoders" ADD CONSTRAINT "flow_decoders_type_fk" FOREIGN KEY ("device_type_customer_id","device_type_id") REFERENCES "public"."device_types"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_decoders" ADD CONSTRAINT "flow_decoders_decoder_fk" FOREIGN KEY ("decoder_customer_id","decoder_id") REFERENCES "public"."decoders"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_destinations" ADD CONSTRAINT "flow_destinations_flow_fk" FOREIGN KEY ("customer_id","flow_id") REFERENCES "public"."flows"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_destinations" ADD CONSTRAINT "flow_destinations_destination_fk" FOREIGN KEY ("customer_id","destination_id") REFERENCES "public"."destinations"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_devices" ADD CONSTRAINT "flow_devices_flow_fk" FOREIGN KEY ("customer_id","flow_id") REFERENCES "public"."flows"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_devices" ADD CONSTRAINT "flow_devices_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_project_fk" FOREIGN KEY ("customer_id","project_id") REFERENCES "public"."projects"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lora_connections" ADD CONSTRAINT "lora_connections_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusals" ADD CONSTRAINT "refusals_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unknown_devices" ADD CONSTRAINT "unknown_devices_connection_fk" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."lora_connections"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "twins" ADD CONSTRAINT "twins_device_fk" FOREIGN KEY ("customer_id","device_id") REFERENCES "public"."devices"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_customer_id_user_id_users_customer_id_id_fk" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."users"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_customer_id_user_id_users_customer_id_id_fk" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."users"("customer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_tokens_expires_at" ON "access_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_client_id" ON "api_keys" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "audit_log_customer_at" ON "audit_log" USING btree ("customer_id","at");--> statement-breakpoint
CREATE INDEX "audit_log_object" ON "audit_log" USING btree ("customer_id","object_kind","object_id","at");--> statement-breakpoint
CREATE INDEX "deliveries_destination_finished" ON "deliveries" USING btree ("destination_id","finished_at");--> statement-breakpoint
CREATE INDEX "deliveries_uplink" ON "deliveries" USING btree ("uplink_id");--> statement-breakpoint
CREATE INDEX "delivery_queue_shard" ON "delivery_queue" USING btree ("shard","id");--> statement-breakpoint
CREATE INDEX "delivery_queue_destination" ON "delivery_queue" USING btree ("destination_id","id");--> statement-breakpoint
CREATE INDEX "delivery_queue_uplink" ON "delivery_queue" USING btree ("uplink_id");--> statement-breakpoint
CREATE INDEX "destinations_customer_name" ON "destinations" USING btree ("customer_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "decoder_versions_number" ON "decoder_versions" USING btree ("decoder_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "device_types_slug" ON "device_types" USING btree ("customer_id","slug");--> statement-breakpoint
CREATE INDEX "device_activity_last_message" ON "device_activity" USING btree ("customer_id","last_message_at","device_id");--> statement-breakpoint
CREATE INDEX "devices_customer_name" ON "devices" USING btree ("customer_id","name","id");--> statement-breakpoint
CREATE INDEX "devices_customer_created" ON "devices" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "devices_customer_project" ON "devices" USING btree ("customer_id","project_id");--> statement-breakpoint
CREATE INDEX "devices_customer_identifier" ON "devices" USING btree ("customer_id","identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "lora_bindings_device" ON "lora_bindings" USING btree ("device_id");--> statement-breakpoint
CREATE UNIQUE INDEX "network_adapters_identifier" ON "network_adapters" USING btree ("network","identifier");--> statement-breakpoint
CREATE INDEX "network_adapters_device" ON "network_adapters" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "flow_destinations_destination" ON "flow_destinations" USING btree ("destination_id");--> statement-breakpoint
CREATE INDEX "flow_devices_device" ON "flow_devices" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "flows_customer_name" ON "flows" USING btree ("customer_id","name","id");--> statement-breakpoint
CREATE INDEX "packs_device_time" ON "packs" USING btree ("device_id","time");--> statement-breakpoint
CREATE INDEX "packs_uplink" ON "packs" USING btree ("uplink_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shapes_hash" ON "shapes" USING btree ("customer_id","hash");--> statement-breakpoint
CREATE INDEX "projects_customer_name" ON "projects" USING btree ("customer_id","name");--> statement-breakpoint
CREATE INDEX "decoding_failures_device" ON "decoding_failures" USING btree ("device_id","received_at");--> statement-breakpoint
CREATE INDEX "decoding_failures_decoder" ON "decoding_failures" USING btree ("customer_id","decoder_id","received_at");--> statement-breakpoint
CREATE INDEX "uplink_identities_received" ON "uplink_identities" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "uplink_queue_shard" ON "uplink_queue" USING btree ("shard","uplink_id");--> statement-breakpoint
CREATE INDEX "uplinks_device_received" ON "uplinks" USING btree ("device_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");